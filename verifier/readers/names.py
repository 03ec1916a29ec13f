"""Read a list of authors whose first name is Chinese: 甲, 乙, 丙, 等 with every separator that people use.

Organisations keep the 和 inside their name; 等 means "and others" and is no name; 译 marks a translator, who is no author.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from verifier.readers.draft import Span, trim
from verifier.readers.surnames import is_person

_MORE = re.compile(
    r"[\s,、;]*(?:(?P<han>等人?)|\bet\.?,? al\b\.?|\band others\b|\bothers\b)\s*(?P<role>著|编著|主编|编|撰|译|\((?:著|编|主编)\))?[\s.,:]*$", re.I
)
_ROLE = re.compile(r"[(,]?\s?(主编|编著|编译|编写|选编|校注|整理|著|编|撰|译|绘|摄)\s*\)?$")
_PARTS = re.compile(r"(?:[,、;/&]|(?<=\s)(?:and\b|-(?=\s)))(?:[\s,、;/&]|and\s)*")
_AND = re.compile(r"(?<=[\u3400-\u9fff])(?:和|与|及)(?=[\u3400-\u9fff])")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_HAN_ONLY = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_FOREIGN = re.compile(r"(?:[\[(][\u3400-\u9fff]{1,4}[\])]\s?)?(?:[A-Z]\.\s?){0,3}[\u3400-\u9fff]{1,8}(?:[·.‧ ]\s?[A-Z\u3400-\u9fff]{1,8}){0,4}$")
_BODY = re.compile(
    r"(?:会|局|院|所|部|处|组|大学|学院|公司|中心|厂|站|厅|委|室|银行|集团|学会|协会|馆|社|报|系统|政府|国务院|法院|军|队|网|联盟|学校|医院|编|办|科|课题组|基金|联合国)$"
)
_EDITORS = re.compile(r"《[^《》]{2,30}》(?:编写组|编委会|编辑部|编辑委员会|编写委员会|课题组)$")
"""`《某书》编写组`, whose name holds a book's."""

_SENTENCE = re.compile(r"[.:?!《》“”]")
_ENDINGS = frozenset("编著译写选校注理撰绘摄")
_MARKS = " 0123456789*†‡§#①②③④⑤⑥⑦⑧⑨⑩"
_LATIN = re.compile(r"[A-Z][\w.'’-]*(?: [\w.'’-]+){0,5}$")


class Names(NamedTuple):
    """Names found in an author list, in order; `sure` if every one looks like a name."""

    spans: tuple[Span, ...]
    et_al: bool
    sure: bool


def read(text: str, start: int, end: int) -> Names:
    """Read a Chinese author list.

    >>> text = "张 三，李四 等".replace("，", ",")
    >>> names = read(text, 0, len(text))
    >>> [text[a:b] for a, b in names.spans], names.et_al
    (['张 三', '李四'], True)
    """
    end, et_al = _without_more(text, start, end)
    parts = _parts(text, start, end)
    words = [text[a:b] for a, b in parts]
    if words and all(is_person(word) and word[-1] not in _ENDINGS for word in words):
        return Names(tuple(parts), et_al, True)
    spans = _with_given(text, [span for part in parts for span in _piece(text, *part)])
    spans = _without_roles(text, [_without_mark(text, *span) for span in spans])
    return Names(tuple(spans), et_al, bool(spans) and all(is_name(text[a:b]) for a, b in spans))


def _parts(text: str, start: int, end: int) -> list[Span]:
    """Cut a list at its separators."""
    out: list[Span] = []
    for gap in _PARTS.finditer(text, start, end):
        part = trim(text, start, gap.start(), " ")
        if part[0] < part[1]:
            out.append(part)
        start = gap.end()
    last = trim(text, start, end, " ")
    return [*out, last] if last[0] < last[1] else out


def is_name(word: str) -> bool:
    """Tell whether a piece can stand in an author list: a person, a foreign name in Chinese, a body, a Latin name."""
    bare = word.replace(" ", "")
    if "," in bare:
        return len(bare) <= 24
    if len(bare) <= 4 and _HAN_ONLY.fullmatch(bare):
        return len(bare) < 4 or is_person(bare) or is_person(bare[:2]) or _BODY.search(bare) is not None
    if _EDITORS.match(bare):
        return True
    if _BODY.search(bare):
        return len(bare) <= 40 and not _SENTENCE.search(bare)
    if len(bare) <= 24 and ("·" in bare or bare[0] in "[(") and _FOREIGN.match(word):
        return True
    if " " in word and len(word) <= 24 and ":" not in word and is_person(word.rsplit(" ", 1)[1]):
        return True
    return _HAN.search(word) is None and _LATIN.match(word) is not None


def _without_more(text: str, start: int, end: int) -> tuple[int, bool]:
    """Step back over 等 / et al.; a 等 that is the second half of a two-character name stays."""
    tail = text[max(start, end - 24) : end]
    if "等" not in tail and "al" not in tail and "others" not in tail:
        return end, False
    found = _MORE.search(text, max(start, end - 24), end)
    if found is None or "译" in (found["role"] or ""):
        return end, False
    before = text[start : found.start()]
    if found["han"] == "等" and found.group()[0] == "等" and len(re.split(r"[,、; ]", before)[-1]) < 2:
        return end, False
    return found.start(), True


def _piece(text: str, start: int, end: int) -> list[Span]:
    """Cut one piece at 和 between two names and at blanks between persons."""
    part = text[start:end]
    joint = _AND.search(part)
    if joint and _both(part[: joint.start()], part[joint.end() :]):
        return _piece(text, start, start + joint.start()) + _piece(text, start + joint.end(), end)
    words = part.split()
    if len(words) > 1:
        full = [word for word in words if is_person(word)]
        if len(full) == len(words) and min(map(len, words)) > 1:
            return _blanks(text, start, end)
        if len(words) > 2 and _HAN_ONLY.fullmatch(part.replace(" ", "")):
            return _spaced(text, start, end)
    return [trim(text, start, end)]


def _both(left: str, right: str) -> bool:
    """Tell whether 和 joins two names rather than standing inside one."""
    if _BODY.search(left):
        return _BODY.search(right) is not None
    return is_person(left) and is_person(right)


def _blanks(text: str, start: int, end: int) -> list[Span]:
    return [m.span() for m in re.finditer(r"\S+", text[:end]) if m.start() >= start]


def _spaced(text: str, start: int, end: int) -> list[Span]:
    """Join single characters again (张 三 李 四 → two names) where the words allow only one reading."""
    spans: list[Span] = []
    for word in re.finditer(r"\S+", text[start:end]):
        a, b = start + word.start(), start + word.end()
        if spans and b - a == 1 and spans[-1][1] - spans[-1][0] <= 2 and " " not in text[spans[-1][0] : spans[-1][1]]:
            spans[-1] = (spans[-1][0], b)
        else:
            spans.append((a, b))
    return spans if all(is_person(text[a:b].replace(" ", "")) for a, b in spans) else [trim(text, start, end)]


def _with_given(text: str, spans: list[Span]) -> list[Span]:
    """Put a given name behind a comma back to its family name (`拉某, Pierre-Simon`, `严, 某某`)."""
    if len(spans) < 2:
        return spans
    if spans[0][1] - spans[0][0] == 1 and spans[1][1] - spans[1][0] <= 2 and len(spans) % 2 == 0:
        return [(spans[i][0], spans[i + 1][1]) for i in range(0, len(spans), 2)]
    if _HAN.search(text[spans[1][0] : spans[1][1]]):
        return spans
    if _HAN.search(text[spans[0][0] : spans[0][1]]) and len(text[spans[1][0] : spans[1][1]].split()) == 1:
        return [(spans[0][0], spans[1][1]), *spans[2:]]
    return spans


def _without_mark(text: str, start: int, end: int) -> Span:
    """Leave out the signs of an affiliation or footnote behind a Chinese name (`张某1`, `李某*`)."""
    if text[end - 1] in _MARKS and text[start] >= "\u3040":
        return trim(text, start, end, _MARKS)
    return (start, start) if text[start:end].isdigit() else (start, end)


def _without_roles(text: str, spans: list[Span]) -> list[Span]:
    """Leave out 著, 编 behind names; the names of one group that ends in 译 behind another's 著 are translators, who are no authors."""
    out: list[Span] = []
    group = 0
    for start, end in spans:
        found = _ROLE.search(text, start, end)
        if found and found.start() == start and end - start < 3:  # `程某, 主编`: a role of its own
            if found[1] == "译":
                del out[group or len(out) :]
            group = len(out)
            continue
        if found is None or found.start() - start < 2:
            out += [(start, end)] if end > start else []
        elif found[1] == "译":
            del out[group or len(out) :]
        else:
            out.append((start, found.start()))
            group = len(out)
    return out
