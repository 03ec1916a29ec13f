"""Leave out what word processors, browsers and editors leave behind: HTML, Markdown, LaTeX escapes, invisible signs.

Nothing that could be part of a reference goes: every rule has near misses in `fixtures/citations/`.
"""

from __future__ import annotations

import html
import re

_SIGN = re.compile(r"[<\\*`&_\n\r\u00ad\u200b-\u200f\u2060\ufeff]")
_SUSPECT = re.compile(r"[<\\*`\u200b-\u200f\u2060\ufeff\u00ad]|&[A-Za-z#]|\]\(|__|\n|\r|\d--\d")
_DROP = re.compile(
    r"</?(?:[abipu]|br|em|sup|sub|span|font|strong|div|li|td|tr|h[1-6])\b[^<>]{0,200}/?>"
    r"|[\u200b-\u200f\u2060\ufeff\u00ad]"
    r"|\*{2,3}"
    r"|`+|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)"
    r"|\\(?:cite|ref|label|footnote)[a-z]{0,6}\{[^{}]{0,80}\}"
    r"|\\(?=[\[\]().,&%_*#$-])",
    re.I,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_EMPHASIS = re.compile(r"(?<![\w*])\*(\w[^*\n]{1,200})\*(?![\w*])")
_LINK = re.compile(r"\[([^\[\]]{2,300})\]\((?:https?:)?//[^\s()]{1,300}\)")
_LATEX = re.compile(r"\\(?:textbf|textit|textsc|textrm|texttt|emph|underline|mathrm)\{([^{}\n]{1,300})\}|\{\\(?:it|bf|em|sc|rm|sl)\b ?([^{}\n]{1,300})\}")
_TWO_DASHES = re.compile(r"(?<=\d)--(?=\d)")
_LAST = re.compile(r"[!-~]+$")
_NEXT = re.compile(r"[!-~]+(?=\s|$)|[!-~]*\d[./-]\d+[./-]\d+[.]?(?=[，。；、）（])")
_ADDRESS = re.compile(r"(?:^|:)//|https?:/?$|www\.|(?:^|\D)10\.\d{4}|(?:^|[^\d.])10\.?$")
_PIECE = re.compile(r"(?:[a-z]|[A-Z]{0,3}[\d./_-])\S*(?:\d|/|\.)|[A-Z]{1,3}\.\d")
_LABEL = re.compile(r"(?:[\u3400-\u9fff]\s?){2,6}[:：]|ISSN|DOI")
"""A form's next line."""

_OPENING = frozenset("[(（［")
_CLOSING = frozenset(".,;:)]，。：；）］、")
_BREAK = re.compile(r"-?[ \t]{0,8}[\r\n]+[ \t\u3000]*")


def strip(raw: str) -> tuple[str, tuple[int, ...] | None]:
    """Return the text without remnants, and for every sign its place in `raw` (None: nothing was left out).

    >>> strip("张某. <b>题名</b>[J]")[0]
    '张某. 题名[J]'
    """
    if _SIGN.search(raw) is None and "](" not in raw and "--" not in raw:
        return raw, None  # one set of signs is sought in no time, the shapes below are not
    if _SUSPECT.search(raw) is None:
        return raw, None
    cuts = _cuts(raw)
    if not cuts:
        return raw, None
    signs: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, put in cuts:
        if start < at:
            continue
        signs.append(raw[at:start] + put)
        places.extend(range(at, start))
        places.extend([start] * len(put))
        at = end
    signs.append(raw[at:])
    places.extend(range(at, len(raw)))
    return "".join(signs), tuple(places)


def _cuts(raw: str) -> list[tuple[int, int, str]]:
    """List what to leave out as (start, end, what to put there), in order of appearance."""
    cuts: list[tuple[int, int, str]] = [(m.start(), m.end(), "") for m in _DROP.finditer(raw)]
    if "&" in raw:
        cuts += [(m.start(), m.end(), _entity(m.group())) for m in _ENTITY.finditer(raw)]
    for shape in (_LINK, _EMPHASIS):
        for m in shape.finditer(raw):
            cuts += [(m.start(), m.start(1), ""), (m.end(1), m.end(), "")]
    if "\\" in raw:
        for m in _LATEX.finditer(raw):
            group = m.lastindex or 0
            cuts += [(m.start(), m.start(group), ""), (m.end(group), m.end(), "")]
    cuts += [(m.start(), m.end(), "-") for m in _TWO_DASHES.finditer(raw)]
    if "\n" in raw or "\r" in raw:
        cuts += [(m.start(), m.end(), _joint(raw, m)) for m in _BREAK.finditer(raw)]
    return sorted(cuts)


def _entity(text: str) -> str:
    plain = html.unescape(text)
    return plain if len(plain) == 1 else text


def _goes_on(raw: str, start: int, end: int) -> bool:
    """Tell whether a line break stands inside an address or DOI: what follows is no new word and no bracket."""
    before = _LAST.search(re.sub(r"[\r\n]+", "", raw[max(0, start - 200) : start]))
    after = _NEXT.match(raw, end)
    return before is not None and after is not None and _ADDRESS.search(before.group()) is not None and _PIECE.match(after.group()) is not None


def _joint(raw: str, broken: re.Match[str]) -> str:
    """Say what stands for a line break: nothing inside a Chinese word or a hyphened range, else a blank."""
    before, after = raw[broken.start() - 1 : broken.start()], raw[broken.end() : broken.end() + 1]
    if broken.group().startswith("-"):
        return "-"
    if (before.isdigit() and after.isdigit()) or after in _CLOSING or before in _OPENING or _goes_on(raw, broken.start(), broken.end()):
        return ""
    if after in "-–" and before.isdigit():
        return ""
    if _LABEL.match(raw, broken.end()):
        return " "
    if before >= "\u2e80" and after.isdigit() and broken.group()[0] in " \t":
        return " "
    return "" if before >= "\u2e80" or after >= "\u2e80" else " "
