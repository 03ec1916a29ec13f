"""Cut a pasted list into single references: numbers of every kind, several on one line, one over several lines.

Nothing is joined or parted without a sign for it: a number, an empty line, a line that ends like a reference. Page numbers and
headings of the page that stand between lines are left out.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from verifier.readers import furniture, marks, wrapped

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBER = re.compile(
    rf"\s*(?:[\[［【〔]\s?(?P<square>\d{{1,4}})\s?[\]］】〕]|[(（]\s?(?P<round>\d{{1,3}})\s?[)）](?!\s*[:：\d])|(?P<circled>[{_CIRCLED}])"
    r"|(?P<stop>\d{1,3})\s?[.．、)）](?!\d)|(?P<bullet>[•●▪■◆★※*·-])\s+|(?P<han>[一二三四五六七八九十]{1,3})、)\s*"
)
_WORD = r"代表性?论文|代表作|论文|文章|成果|论著|著作|作品"
_WORDED = re.compile(
    rf"\s*(?:第\s?[\d一二三四五六七八九十]{{1,3}}\s?篇|(?:{_WORD})\s?(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}}))\s?[:：、.．]"
)
_BARE = re.compile(r"\s*(?P<stop>\d{1,3})[ \t\u3000]+(?=[\u3400-\u9fffA-Z“《〈【])")
"""A number with nothing but a blank behind it: a number only where it is the next one and what stands before it has ended."""
_INSIDE = re.compile(
    rf"(?<=[.。．;；\d)）\]］页\s])(?:[\[［【]\s?(?P<square>\d{{1,3}})\s?[\]］】]|(?P<circled>[{_CIRCLED}]))"
    r"\s*(?=[^\s\d.,，。)）])"
)
_INSIDE_STOP = re.compile(r"(?<=[.。．;；\]])\s+(?P<stop>\d{1,3})\s?[.．、]\s?(?=[\u3400-\u9fffA-Z])")
_PAGE = re.compile(
    r"\s*(?:第\s?\d{1,4}\s?页(?:\s?[,，/]?\s?共\s?\d{1,4}\s?页)?|[-—–·]?\s?\d{1,4}\s?[-—–·]?|\d{1,4}\s?/\s?\d{1,4}"
    r"|Page \d+(?: of \d+)?)\s*$",
    re.I,
)
_SURE_PAGE = re.compile(r"\s*(?:第|Page|[-—–·]\s?\d{1,4}\s?[-—–·])", re.I)
"""A page number that cannot be the rest of a broken reference."""

_YEAR_NEXT = re.compile(r"\s*(?:19|20)\d\d(?!\d)")
_SURE_PAGE = re.compile(r"\s*(?:第|Page|[-—–·]\s?\d{1,4}\s?[-—–·])", re.I)
"""A page number that cannot be the rest of a broken reference."""

_YEAR_NEXT = re.compile(r"\s*(?:19|20)\d\d(?!\d)")
_HEADING = re.compile(
    r"\s*(?:主要)?(?:参考文献|引用文献|论文目录|论著目录|代表性?论[文著]|发表论文|References?|Bibliography|附[录:：])\s*[:：]?\s*$",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ENDS = re.compile(r"(?:[.。．]|[\d）)\]］页期版])\s*$")
_OPEN = re.compile(r"[-–—~～:：,，(（]\s*$")
LOOK_BACK = 2_000
"""How much of a gathered text is looked at for its end: a list without numbers or ends must not take quadratic time."""
_NEXT = re.compile(r"(?<=\d)\s?[.。．；;]\s*(?=[\u3400-\u9fff]{2,4}[,，、.．。 ]|[A-Z][A-Za-z'-]+,? [A-Z])")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Piece(NamedTuple):
    """One reference of a list; `line` is the line that it begins on, counted from 1; `unsure` says that its ends are told by weak signs."""

    text: str
    line: int
    unsure: bool = False


def split(text: str) -> tuple[Piece, ...]:
    """Cut a list into its references.

    >>> [piece.text for piece in split("参考文献\\n[1] 甲. 题名[J].\\n刊名, 2019.\\n[2] 乙. 书名[M]. 北京, 2018.")]
    ['[1] 甲. 题名[J].\\n刊名, 2019.', '[2] 乙. 书名[M]. 北京, 2018.']
    """
    lines = text.splitlines()
    shown = _shown(lines)
    guesses = None if _numbered(lines) else wrapped.begins([line for _, line, _ in shown], [gap for _, _, gap in shown])
    pieces: list[Piece] = []
    due = 1
    for place, (number, line, gap) in enumerate(shown):
        before = pieces[-1].text if pieces else ""
        bare = _bare(line, before, due)
        begin = guesses[place] if guesses else _begins(line, before, gap)
        if not pieces or bare or begin.first or _WORDED.match(line):
            pieces[-1:] = [one._replace(unsure=one.unsure or begin.unsure) for one in pieces[-1:]]
            pieces.append(Piece(line[bare:].strip(), number, begin.unsure and bool(pieces)))
            due = _after(line, due)
        else:
            pieces[-1] = Piece(f"{before}\n{line.strip()}", pieces[-1].line, pieces[-1].unsure or begin.unsure)
    return tuple(part for piece in pieces for part in _parts(piece))


def _shown(lines: list[str]) -> list[tuple[int, str, bool]]:
    """Return the lines of a list with their places from 1, and whether the text leaves a space before; page numbers and headings are out."""
    shown: list[tuple[int, str, bool]] = []
    gap = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            gap = True
        elif not _is_page(lines, number, shown[-1][1] if shown else "") and not _HEADING.match(line):
            shown.append((number, line, gap))
            gap = False
    return shown


def _is_page(lines: list[str], number: int, before: str) -> bool:
    """Tell whether line `number`, counted from 1, is a page number and not the rest of a reference that is broken there."""
    line = lines[number - 1]
    if _PAGE.match(line) is None:
        return False
    following = next((one for one in lines[number : number + 4] if one.strip()), "")
    return not _OPEN.search(before[-4:]) or _SURE_PAGE.match(line) is not None or _YEAR_NEXT.match(following) is not None


def _bare(line: str, before: str, due: int) -> int:
    """Return where the text behind a bare number begins that goes on counting behind a finished reference, else 0."""
    found = _BARE.match(line)
    counts = found is not None and int(found["stop"]) == due > 1 and _finished(before)
    return found.end() if found and counts else 0


def _after(line: str, due: int) -> int:
    """Return the number that is due behind a line that begins a reference."""
    found = _NUMBER.match(line) or _BARE.match(line)
    value = _value(found) if found else -1
    return (value if value > 0 else due) + 1


def _numbered(lines: list[str]) -> bool:
    """Tell whether the list is numbered: its first reference carries a number or bullet, or half of its lines do."""
    shown = [line for line in lines if line.strip() and not _HEADING.match(line) and not _PAGE.match(line)]
    marked = [line for line in shown if _NUMBER.match(line)]
    if len(marked) == 1:  # a lone number heads one reference over several lines, not a list of finished ones
        return marked[0] is shown[0] and not any(_finished(line) for line in shown[1:])
    return len(marked) > 1 and (marked[0] is shown[0] or len(marked) * 2 >= len(shown))


def _finished(text: str) -> bool:
    """Tell whether a text may be a whole reference: it ends like one and holds a year."""
    return _ENDS.search(text[-LOOK_BACK:]) is not None and _YEAR.search(text[-LOOK_BACK:]) is not None


def _begins(line: str, before: str, gap: bool) -> wrapped.Begin:
    """Tell whether a line of a numbered list begins a new reference; a whole one without a number goes on with a doubt."""
    first = _is_next(line, before) or (gap and _finished(before) and _finished(line))
    whole = not first and furniture.looks_like_reference(line) and wrapped.finished(line) and wrapped.finished(before)
    return wrapped.Begin(first, unsure=whole)


def _is_next(line: str, before: str) -> bool:
    """Tell whether a line begins with the number that is due, or with another one behind a finished reference.

    The end of a broken DOI (`012.`) or issue (`(4): 5-9`) at the front of a line is no number of the list.
    """
    found = _NUMBER.match(line)
    if found is None or not line[found.end() :].strip(" .。") or before[-1:] in ("(", "（"):
        return False
    last = _NUMBER.match(before)
    if last is None or _value(found) < 0 or 0 < _value(last) == _value(found) - 1:
        return True
    follows = found.lastgroup == last.lastgroup or _value(last) < 0 or _value(found) in (1, _value(last) + 1)
    return _finished(before) and follows


def _parts(piece: Piece) -> Iterator[Piece]:
    """Cut one piece again where numbers run on inside it, or where a second marked reference follows without a number."""
    text = piece.text
    cuts = _running(text, _INSIDE) or _running(text, _INSIDE_STOP) or _following(text)
    at = 0
    for cut in [*cuts, len(text)]:
        part = text[at:cut].strip()
        if part:
            yield Piece(part, piece.line + text.count("\n", 0, at), piece.unsure)
        at = cut


def _running(text: str, shape: re.Pattern[str]) -> list[int]:
    """Return where the numbers n+1, n+2 … of a list run on inside a text that begins with n."""
    first = _NUMBER.match(text)
    if first is None:
        return []
    due = _value(first) + 1
    cuts: list[int] = []
    if due == 0:
        return cuts
    for found in shape.finditer(text, first.end()):
        if _value(found) == due:
            cuts.append(found.start())
            due += 1
    return cuts


def _value(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("circled"):
        return _CIRCLED.index(groups["circled"]) + 1
    digits = groups.get("square") or groups.get("round") or groups.get("stop")
    return int(digits) if digits else -1


def _following(text: str) -> list[int]:
    """Return where a second reference begins on a line, told by a second type mark behind a finished imprint."""
    found = [mark for mark in marks.find(text.replace("［", "[").replace("］", "]"), 0, len(text)) if mark.kind != "A"]
    cuts: list[int] = []
    for one, other in itertools.pairwise(found):
        between = text[one.end : other.start]
        stop = _NEXT.search(between)
        if (
            stop
            and "//" not in between
            and _YEAR.search(between, 0, stop.start())
            and not _is_copy(text, one.start, one.end + stop.end())
        ):
            cuts.append(one.end + stop.end())
    return cuts


def _is_copy(text: str, before: int, after: int) -> bool:
    """Tell whether what follows is the English copy of a Chinese reference rather than another one."""
    return _HAN.search(text, 0, before) is not None and _HAN.match(text, after) is None
