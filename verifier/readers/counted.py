"""Say in doubts what stands where a field would stand and counts something else: a whole number, a chapter, a number of pages.

The whole number (总第155期) counts every issue since the first and is no issue of the year; a chapter is no page; CNKI prints how many
pages a paper of a meeting has behind `出版:…,2019`.
"""

from __future__ import annotations

import re

from verifier.readers.draft import Draft

_WHOLE = re.compile(r"总\s?第?\s?\d{1,5}(?:\s?-\s?\d{1,5})?\s?期")
_CHAPTER = re.compile(r"第\s?[\d一二三四五六七八九十-]{1,5}\s?[章节](?:\s?第\s?[\d一二三四五六七八九十-]{1,5}\s?节)?")
_COUNT = re.compile(r"出版\s?:[^:]{0,80},\s?(?:19|20)\d\d\s?:\s?(?P<count>\d{1,3})\s?\.?\s*$")


def note(draft: Draft) -> None:
    """Doubt an issue, pages or a count of pages that the readers passed over or could not tell from one."""
    text, spans = draft.text, draft.spans
    if "总" in text and "issue" not in spans and (whole := _WHOLE.search(text, _behind(draft))):
        draft.doubt("issue", "unread", whole.group(), "总期号数的是创刊以来的各期，不是当年的期号")
    if "pages" not in spans:
        if (
            ("章" in text or "节" in text)
            and "year" in spans
            and (chapter := _CHAPTER.search(text, max(_behind(draft), spans["year"][1])))
        ):
            draft.doubt("pages", "unread", chapter.group(), "章节不是页码")
    elif (
        draft.type == "C"
        and "出版" in text
        and (count := _COUNT.search(text, _behind(draft)))
        and count.span("count") == spans["pages"]
    ):
        draft.doubt("pages", "suspect", count["count"], "这种格式年份后的数字是总页数，不是起止页码")


def _behind(draft: Draft) -> int:
    """Return where title and source end, whose words may hold such numbers themselves."""
    return max(draft.spans.get(field, (0, 0))[1] for field in ("title", "container"))
