"""Read a form's text in which every field carries its label: `题名：… 作者：… 刊名：… 2019年第2期`."""

from __future__ import annotations

import re

from verifier.readers import imprint, kinds, names
from verifier.readers.draft import Draft, Span

_TITLES = ("题目", "题名", "篇名", "名称", "标题")
_AUTHORS = ("作者姓名", "作者", "署名")
_SOURCES = ("刊名", "期刊名称", "期刊", "刊物名称", "发表刊物", "刊物", "杂志", "来源")
_PAGES = ("页码", "起止页")
_OTHERS = ("发表时间", "发表日期", "出版时间", "刊期", "年卷期", "年期", "卷期", "ISSN", "CN", "刊号", "DOI")
_FIELD = {
    **dict.fromkeys(_TITLES, "title"),
    **dict.fromkeys(_AUTHORS, "authors"),
    **dict.fromkeys(_SOURCES, "container"),
    **dict.fromkeys(_PAGES, "pages"),
}
_WORDS = "|".join((*_TITLES, *_AUTHORS, *_SOURCES, *_PAGES, *_OTHERS))
_LABEL = re.compile(rf"(?:^|(?<=[\s,;.|]))(?:论文|文献|成果|期刊|作品)?(?P<label>{_WORDS})\s?[:]\s?")


def is_one(text: str, start: int, end: int) -> bool:
    """Tell whether a text is labelled: a title's label near its front and another one."""
    if text.find(":", start, start + 16) < 0:
        return False
    first = _LABEL.search(text, start, min(end, start + 16))
    return first is not None and _FIELD.get(first["label"]) in ("title", "authors") and _LABEL.search(text, first.end(), end) is not None


def read(draft: Draft, start: int, end: int) -> None:
    """Read every labelled stretch into its field; what has no field of its own is read as imprint."""
    text = draft.text
    found = list(_LABEL.finditer(text, start, end))
    for label, following in zip(found, [*found[1:], None], strict=True):
        span = label.end(), following.start() if following else end
        field = _FIELD.get(label["label"], "imprint")
        if field == "authors":
            listed = names.read(text, span[0], _stripped(text, span))
            draft.names, draft.et_al = list(listed.spans), listed.et_al
        elif field == "title":
            draft.put("title", span[0], _stripped(text, span), " ,.;:、-《》“”|")
        else:
            _source(draft, span, field)
    kinds.infer(draft, "J" if "container" in draft.spans else "")


def _source(draft: Draft, span: Span, field: str) -> None:
    """Read a stretch that holds a journal, an imprint, or both."""
    read = imprint.read(draft.text, *span, journal=True, year=draft.spans.get("year"))
    spans = dict(read.spans)
    if field == "pages" and "pages" not in spans and ("issue" in spans or "volume" in spans):
        spans = {"pages": spans.get("issue") or spans["volume"]}
    draft.take(spans)
    if field == "container":
        draft.put("container", span[0], read.start, " ,.;:、-《》“”|")


def _stripped(text: str, span: Span) -> int:
    return span[0] + len(text[slice(*span)].rstrip(" ,.;|、"))
