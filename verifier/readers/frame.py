"""Find where the reference itself begins and ends: numbers and labels before it, remarks after it, brackets around it."""

from __future__ import annotations

import re

from verifier.readers.draft import Draft

_WORD = (
    r"(?:参考文献|代表性?论文|论文(?=[\s:《\[\d])|(?:论文|文章|成果|代表作)\s?(?:[一二三四五六七八九十]{1,3}(?=\s?[:、])|(?=\s?:))|第\s?[\d一二三四五六七八九十]{1,3}\s?篇(?=\s?[:、.])"
    r"|(?:(?:发明|实用新型|外观设计)?专利|软件著作权|软著|著作|专著|教材|标准)(?=\s?[:]))?\s*(?:\d{0,3}\s?[:：])?\s*"
)
_LABEL = re.compile(
    rf"\s*{_WORD}"
    r"(?:(?:[·•●▪◆■★*>-]\s*){1,2}|\d{1,3}\s+(?=\[\d))?"
    r"(?:\[\s?[A-Za-z]?\d{1,4}\s?\](?:\s?(?:\[\d{1,3}\]|\d{1,3}\s?[.、](?=\s?[A-ZÀ-Þ\u3400-\u9fff《“])|\(\d{1,3}\)(?=\s?[A-ZÀ-Þ\u3400-\u9fff《“])))?|\(\s?\d{1,3}\s?\)(?!\s*\d)"
    r"|[①-⑳⑴-⒇⒈-⒛㈠-㈩]|\d{1,3}\s?[.、)](?!\d)|\d{1,3}(?=[A-Z][a-z]+,? [A-Z])"
    r"|\[[A-Z][A-Za-z]{1,20}\d{2,4}[a-z]?\]|[一二三四五六七八九十]{1,3}、)?"
    rf"\s*[.、:]?\s*(?:[·•●▪◆■★*>-]\s+)?{_WORD}"
)
_PLAIN = re.compile(r"\[\d{1,4}\] ?(?:\[\d{1,3}\] ?)?(?=[A-ZÀ-Þ\u3400-\u9fff])")
"""The commonest label, told at one glance."""

_LABEL_SIGNS = frozenset("参代论发实外软著专教标0123456789:·•●▪◆■★*>-[(@、 一二三四五六七八九十") | frozenset(map(chr, (*range(0x2460, 0x249C), *range(0x3220, 0x322A))))
"""What a label begins with."""

_TAIL = re.compile(
    r"\s{0,4}(?:\(in Chinese(?: with English abstract)?\)"
    r"|\((?:中文|原作发表于|原著出版于|original work published)[^()]{0,30}\)"
    r"|\[?(?:转引自|see also)[^\[\]]{0,80}\]?)?\s*\.?\s*$",
    re.I,
)
_REMARK = re.compile(
    r"[\s,.;]{0,4}[(\[]?\s?"
    r"(?P<word>网络首发|优先出版|(?:北大|中文|科技)?核心(?:期刊)?|CSCD|CSSCI|SCI|EI|EI检索|已?录用|待刊|待发表"
    r"|第[一二三]作者|通讯作者|独立?著|省级期刊|国家级期刊)"
    r"(?:论文|收录|检索|待刊|来源期刊)?\s?[)\]]?[\s.;]*$"
)
_SEE = re.compile(r"(?:参见|参阅|参看|详见|转引自|引自|见)\s?:?\s?(?=[《\[(]|[\u3400-\u9fff]{2,4}(?:[,:、,]|主?编|著))")
_LETTER = re.compile(r"(?<=[》,.\s])\s?(?:论文|稿件)?(?:录用|用稿|采用)(?:通知书?|证明|函)(?=\s?[,.;()\d]|\s?$)")
_SEE_SIGNS = frozenset("参详转引见")
_ROLE = re.compile(
    r"(?:^|[\s,.;(])[\s,.;]{0,3}(?:第[一二三四五\d]\s?(?:作者|完成人|发明人)|独立(?:作者|完成)|合著|(?:副主|主|参)编|编委|(?:国家|省|市)级"
    r"|(?:本人)?(?:排名|排序|位次)\s?:?\s?第?[一二三四五六\d]{1,2}|(?:本人撰写|字数)?约?\s?[\d.]{1,5}\s?万字|ISBN[\s:]?[\dXx-]{10,17})[)\s,.;]*$"
)
_ROLE_SIGNS = frozenset("者人成著编委级字一二三四五六0123456789Xx")
_WORDS = ("首发", "优先", "核心", "CS", "SCI", "EI", "录用", "待", "作者", "著", "级期刊")
_ACCEPTED = frozenset(("已录用", "录用", "待刊", "待发表"))
_OPEN = {"[": "]", "(": ")"}


def bounds(text: str) -> tuple[int, int]:
    """Return the span of the reference without its number, its remark and a bracket that encloses all of it.

    >>> text = "[12] 甲. 题名[J]. 刊名, 2019(3): 5-8. "
    >>> text[slice(*bounds(text))]
    '甲. 题名[J]. 刊名, 2019(3): 5-8.'
    """
    start, end = 0, len(text.rstrip())
    label = _PLAIN.match(text) or (_LABEL.match(text) if text[:1] in _LABEL_SIGNS else None)
    if label:
        start = label.end()
    if text[start : start + 1] in _SEE_SIGNS and (see := _SEE.match(text, start)):
        start = see.end()
    if "hinese" in text or "中文)" in text or "原" in text or "original" in text or "转引" in text or "see also" in text:
        found = _TAIL.search(text, max(start + 20, end - 60), end)
        if found and found.group().strip(" ."):
            end = found.start()
    return _unwrap(text, start, end)


def without_remark(draft: Draft, start: int, end: int) -> int:
    """Return where the reference ends before a remark like 核心期刊 or 已录用; what is accepted only is no publication yet."""
    end = _without_roles(draft.text, start, end)
    if "通知" in draft.text or "证明" in draft.text or "用函" in draft.text:
        _letter(draft, start, end)
    tail = draft.text[max(start, end - 24) : end]
    if tail.rstrip(" .;")[-1:].isdigit() or not any(word in tail for word in _WORDS):
        return end
    found = _REMARK.search(draft.text, max(start, end - 24), end)
    if found is None or found.start() - start < 20:
        return end
    if found["word"] in _ACCEPTED:
        draft.accepted = True
        draft.doubt("type", "suspect", found["word"], "只有录用，尚未刊出")
    return found.start()


def _letter(draft: Draft, start: int, end: int) -> None:
    """Note that an item is but a letter of acceptance (`《某刊》录用通知`); its words belong to no field."""
    found = _LETTER.search(draft.text, start + 6, end)
    if found:
        draft.accepted = True
        draft.doubt("type", "suspect", found.group().strip(), "只有录用，尚未刊出")
        draft.blank(*found.span())


def _without_roles(text: str, start: int, end: int) -> int:
    """Return where the reference ends before what a list says of the person's part in it (第一作者, 副主编, 3万字, 省级)."""
    for _ in range(4):
        tail = text[max(start, end - 28) : end].rstrip(" .,;)")
        if tail[-1:] not in _ROLE_SIGNS or (tail[-1:].isdigit() and not ("ISBN" in tail or "排" in tail or "位次" in tail)):
            return end
        found = _ROLE.search(text, max(start + 12, end - 28), end)
        if found is None:
            return end
        end = found.start()
    return end


def _unwrap(text: str, start: int, end: int) -> tuple[int, int]:
    """Step inside a bracket that opens at the very start and closes at the very end."""
    if end - start < 20 or text[start] not in _OPEN:
        return start, end
    close = _OPEN[text[start]]
    last = end - 1
    while last > start and text[last] in ". ":
        last -= 1
    if text[last] != close or text.find(close, start, last) != -1:
        return start, end
    return start + 1, last
