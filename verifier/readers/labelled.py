"""Read a form's text in which every field carries its label: `题名：… 作者：… 刊名：… 2019年第2期`."""

from __future__ import annotations

import re

from verifier.readers import imprint, kinds, names, order, publishing
from verifier.readers.draft import Draft, Span, trim

_TITLES = ("题目", "题名", "篇名", "名称", "标题", "书名")
_AUTHORS = ("作者姓名", "作者", "署名", "发明人", "设计人", "主编", "编著者")
_SOURCES = ("刊名", "期刊名称", "期刊", "刊物名称", "发表刊物", "刊物", "杂志", "来源")
_PAGES = ("页码", "起止页")
_NUMBERS = ("专利号", "登记号", "标准号", "标准编号", "授权公告号", "申请号")
_PRESSES = ("出版社", "出版单位", "出版者")
_OTHERS = ("发表时间", "发表日期", "出版时间", "刊期", "年卷期", "年期", "卷期", "ISSN", "CN", "刊号", "DOI", "授权日", "授权日期", "授权公告日", "出版日期", "登记日期", "时间", "年月")
_IGNORED = ("专利权人", "著作权人", "专利类型", "排名", "本人排名", "级别", "期刊级别", "单位")
_RANGE = re.compile(r"\s*(?:pp?\.?|第)?\s?[A-Za-z]?\d{1,6}(?:\s?[-+,]{1,2}\s?[A-Za-z]?\d{1,6}){0,6}\s?[\s,.;]*$")
_GAP = re.compile(r"[\s,.;、》”]+")
_FIELD = {
    **dict.fromkeys(_TITLES, "title"),
    **dict.fromkeys(_AUTHORS, "authors"),
    **dict.fromkeys(_SOURCES, "container"),
    **dict.fromkeys(_PAGES, "pages"),
    **dict.fromkeys(_NUMBERS, "number"),
    **dict.fromkeys(_PRESSES, "publisher"),
    **dict.fromkeys(_IGNORED, ""),
}
_WORDS = "|".join(r"\s{0,2}".join(word) if word >= "\u3400" else word for word in (*_TITLES, *_AUTHORS, *_SOURCES, *_PAGES, *_NUMBERS, *_PRESSES, *_OTHERS, *_IGNORED))
_LABEL = re.compile(rf"(?:^|(?<=[\s,;.|\])、①-⑳]))(?:论文|文献|成果|期刊|作品|专利|软件|著作|标准|发表|刊登|刊发)?(?P<label>{_WORDS})\s?[:]\s?")


def is_one(text: str, start: int, end: int) -> bool:
    """Tell whether a text is labelled: a title's label near its front and another one."""
    if text.find(":", start, end) < 0:
        return False
    first = _LABEL.search(text, start, min(end, start + 16)) if text.find(":", start, start + 18) > 0 else None
    if first is None or _FIELD.get("".join(first["label"].split())) == "container":
        return _is_sourced(text, start, end)
    return _FIELD.get("".join(first["label"].split())) in ("title", "authors") and _LABEL.search(text, first.end(), end) is not None


def _is_sourced(text: str, start: int, end: int) -> bool:
    """Tell whether only source and time are labelled: `题名 作者 期刊：… 时间：…`."""
    if "刊" not in text and "杂志" not in text:
        return False
    found = [_FIELD.get("".join(label["label"].split()), "imprint") for label in _LABEL.finditer(text, start, end)]
    return len(found) > 1 and found[0] == "container" and "imprint" in found


def read(draft: Draft, start: int, end: int) -> None:
    """Read every labelled stretch into its field; what has no field of its own is read as imprint."""
    text = draft.text = draft.text.replace("|", " ")
    found = list(_LABEL.finditer(text, start, end))
    _lead(draft, start, found[0].start())
    for label, following in zip(found, [*found[1:], None], strict=True):
        span = label.end(), following.start() if following else end
        field = _FIELD.get("".join(label["label"].split()), "imprint")
        if field == "authors":
            listed = names.read(text, span[0], _stripped(text, span))
            draft.names, draft.et_al = list(listed.spans), listed.et_al
        elif field == "pages" and _RANGE.match(text, *span):
            draft.put("pages", *span, " ,.;:|")
        elif field == "number":
            draft.put("number", *span)
        elif field == "publisher":
            publishing.publisher(draft, *span)
        elif not field:
            continue
        elif field == "title":
            draft.put("title", span[0], _stripped(text, span), " ,.;:、-《》“”|")
        else:
            _source(draft, span, field)
    number = next((label["label"] for label in found if _FIELD.get(label["label"]) == "number"), "")
    kind = {"专利号": "P", "授权公告号": "P", "申请号": "P", "登记号": "CP", "标准号": "S", "标准编号": "S"}.get(number, "")
    kinds.infer(draft, "J" if "container" in draft.spans else kind or ("M" if "publisher" in draft.spans else ""))


def _lead(draft: Draft, start: int, end: int) -> None:
    """Read the title, and the persons behind or before it, that stand before the first label without one of their own."""
    text = draft.text
    start, end = trim(text, start, end, " ,.;:、|《》“”")
    if end - start < 4:
        return
    quote = text.find("《", start + 2, end)
    if quote > 0 and order.are_persons(text, trim(text, start, quote)):
        listed = names.read(text, *trim(text, start, quote))
        draft.names, draft.et_al, start = list(listed.spans), listed.et_al, quote + 1
    for gap in _GAP.finditer(text, start, end):
        if order.are_persons(text, (gap.end(), end)) and order.authors_behind(draft, (gap.end(), end)):
            end = gap.start()
            break
    draft.put("title", start, end, " ,.;:、-《》“”|")
    draft.doubt("title", "inferred", text[start:end], "题名没有标签，取第一个标签之前的文字")


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
