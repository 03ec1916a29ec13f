"""Read Latin references whose parts are set off by commas alone: law and social science notes.

`Given Family, Title, Journal, 20 December 1913, p. 10`, `Family, G. M., Title, Publisher, 1990`, `Given Family, Title, 73 Some
Law Journal 733 (1964)`. A title with a comma of its own makes the cut doubtful, and the doubt says so.
"""

from __future__ import annotations

import re

from verifier.readers import heads, hosted, imprint, kinds, latin, publishing, suffixes
from verifier.readers.draft import Draft, Span, trim

_COMMA = re.compile(r",\s*")
_INITIALS_FIRST = re.compile(r"(?:[A-ZÀ-Þ]\.[ -]?){1,4}(?:(?:de|van|von|der|la|du) )*[A-ZÀ-Þ]")
_BARE = re.compile(r"[A-ZÀ-Þ]{1,3}(?: [A-ZÀ-Þ]){0,2} [A-ZÀ-Þ][\w’'-]*[a-zß-ÿ]$")
_STILL_NAMES = re.compile(r"et\.? al|(?:[A-ZÀ-Þ]\.[ -]?){1,4}[^.:]{2,40}[.:]\s")
_ABBREVIATED = re.compile(r"[a-z]{2}\.(?:\s|$)")
"""A shortened word, which is of a journal's name and of no person's."""

_IN = re.compile(r",\s[Ii]n:\s|,\sin\s(?=Proc|[A-Z][a-z]+ (?:and|of|for|in)\s)")
_LEGAL = frozenset(("Inc", "Ltd", "LLC", "Co", "GmbH"))
_SERIAL = re.compile(r"\b(?:Journal|Review|Transactions|Annals|Proceedings|Archives|Bulletin|Letters|Reports)\b")
_MONTH = re.compile(r"[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?\d{4}")
_STATE = re.compile(r"(?:[A-Z]{2}|[A-Z]\.[A-Z]\.?|USA|Mass\.?):")
_LAW = re.compile(r"(?P<volume>\d{1,4}) (?P<container>[A-Z][A-Za-z.&' ]{3,60}?) (?P<pages>\d{1,5}) \((?P<year>(?:19|20)\d\d)\)\.?$")
_NOTE_IMPRINT = re.compile(
    r"\s?\((?P<press>[^()]{3,100}?),\s(?P<year>(?:1[5-9]|20)\d\d)\)[,.:]?\s?(?:pp?\.?\s?)?(?P<pages>\d{1,5}(?:\s?-\s?\d{1,5})?)?\s?\.?$"
)
_TITLE = re.compile(r"(?:^|\s)[a-z][\w’'-]{4,}|:")
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: (?:[A-ZÀ-Þ][\w'’.-]*|de|van|von|der|la|du)){1,5}$")
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[ -]?){1,4}$")
_FAMILY = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?$")
_EDITED = re.compile(r" ?\((?:eds?)\.?\)$", re.I)
_YEAR = re.compile(r"(?:1[89]|20)\d\d$")
_BRACKETED = re.compile(r"\((?:1[89]|20)\d\d[a-z]?\)[.:]?\s+(?:[^\s\d.e]|e(?!\d))")
_DATED = re.compile(r"\(?(?:1[89]|20)\d\d[a-z]?\)?\s*[.:)]")
_EDITORS = re.compile(r"\(?eds?\.?\)?$", re.I)


def is_one(text: str, start: int, end: int) -> bool:
    """Tell whether a reference is of this kind: Latin, names first, a comma behind them, a comma before its source."""
    if text[start : start + 1] >= "\u0400":
        return False
    if not _maybe_name(text, start, end) or _BRACKETED.search(text, start, min(end, start + 240)):
        return False
    parts = _parts(text, start, end)
    count = _names(text, parts) if len(parts) >= 3 else 0
    if not count or _DATED.match(text, *parts[count]):
        return _noted(text, start, end, parts)
    if _is_shortened(text, parts[count]) and count + 1 < len(parts) and _YEAR.match(text, *parts[count + 1]):
        return True
    if _INITIALS_FIRST.match(text, *parts[0]) and _TITLE.search(text, *parts[count]) and not _STILL_NAMES.match(text, *parts[count]):
        return True
    return heads.names_end(text, start, end) < parts[count - 1][1]


def read(draft: Draft, start: int, end: int) -> None:
    """Read names, title and source of one reference."""
    text = draft.text
    parts = _parts(text, start, end)
    count = _names(text, parts)
    _write_names(draft, parts[:count])
    if _YEAR.match(text, *parts[count]):
        draft.put("year", *parts[count])
        count += 1
    begin = parts[count][0]
    note = _NOTE_IMPRINT.search(text, begin, end)
    if note and _is_imprint(note["press"]):
        draft.put("title", *suffixes.strip(draft, *publishing.without_edition(text, begin, note.start())))
        draft.put("year", *note.span("year"))
        draft.take({"pages": note.span("pages")} if note["pages"] else {})
        publishing.publisher(draft, *note.span("press"))
        kinds.infer(draft, "M")
        return
    law = _LAW.search(text, begin, end)
    if law:
        draft.put("title", begin, law.start())
        draft.take({field: law.span(field) for field in ("volume", "container", "pages", "year")})
        kinds.infer(draft, "J")
        return
    _source(draft, begin, end)


def _maybe_name(text: str, start: int, end: int) -> bool:
    """Tell whether what stands before the first comma may be a name at all: the cheap test before the dear ones."""
    comma = text.find(",", start, min(end, start + 90))
    if comma < 0:
        return False
    part = _EDITED.sub("", text[start:comma].strip(" ,"))
    return all(_NAME.match(one) or _FAMILY.match(one) for one in re.split(r" (?:and|&) ", part))


def past_names(draft: Draft, start: int, end: int) -> int:
    """Write the names before a title that only a comma parts from them; returns where it begins, 0 if it is not so."""
    text = draft.text
    parts = _parts(text, start, end)
    count = _names(text, [*parts, (end, end)]) if len(parts) > 1 else 0
    if not count or count >= len(parts) or not _INITIALS_FIRST.match(text, *parts[0]):
        return 0
    _write_names(draft, parts[:count])
    return parts[count][0]


def _write_names(draft: Draft, parts: list[Span]) -> None:
    """Write the authors of the leading parts, unless they are editors."""
    text = draft.text
    found = latin.read(text, parts[0][0], parts[-1][1])
    if not _EDITORS.match(text, *parts[-1]) and not text[slice(*parts[-1])].endswith(")"):
        draft.names, draft.et_al = list(found.spans), found.et_al


def _source(draft: Draft, begin: int, end: int) -> None:
    """Part title and source at the last comma or stop before the imprint."""
    text = draft.text
    if host := _IN.search(text, begin, end):
        draft.put("title", begin, host.start())
        kinds.infer(draft, hosted.read(draft, host.end(), end))
        return
    tail = imprint.read(text, begin, end, journal=True, year=draft.spans.get("year"))
    cuts = publishing.without_notes(text, _parts(text, begin, tail.start))
    stops = publishing.segments(text, begin, tail.start)
    if len(cuts) == 1 and _is_shortened(text, cuts[0]) and tail.spans.keys() & {"volume", "pages"}:
        draft.put("container", *cuts[0])  # physics and chemistry print no titles
        draft.take(tail.spans)
        draft.doubt("title", "unread", text[begin:end], "未印题名，或未能与刊名区分")
        kinds.infer(draft, "J")
        return
    if len(stops) > 1 and not (len(cuts) > 1 and _is_shortened(text, cuts[-1])):
        cuts = [stops[0], (stops[1][0], stops[-1][1])]
    if len(cuts) < 2:
        draft.put("title", begin, tail.start)
        draft.take(tail.spans)
        draft.doubt("container", "unread", text[begin:end], "未能区分题名与出处")
        return
    cuts = _with_place(draft, cuts)
    if len(cuts) > 2 and not publishing.is_house(text[slice(*cuts[-1])]):
        draft.doubt("title", "suspect", text[cuts[0][0] : cuts[-1][1]], "题名与出处之间以逗号分隔，分界不确定")
    draft.put("title", *suffixes.strip(draft, cuts[0][0], cuts[-2][1]))
    housed = "place" in draft.spans or publishing.is_house(text[slice(*cuts[-1])]) or publishing.is_imprint(text[slice(*cuts[-1])])
    housed = housed or (":" in text[slice(*cuts[-1])] and publishing.is_press(text[slice(*cuts[-1])]))
    if housed and not {"volume", "issue"} & tail.spans.keys():
        publishing.publisher(draft, *cuts[-1])
        kinds.infer(draft, "M")
    elif "pages" in tail.spans and not {"volume", "issue", "date"} & tail.spans.keys() and _is_bare_press(text, cuts[-1], tail.spans["pages"]):
        publishing.publisher(draft, *cuts[-1])
        draft.doubt("publisher", "suspect", text[slice(*cuts[-1])], "只有逗号分隔，可能是出版者，也可能是刊名")
        kinds.infer(draft, "M")
    elif {"volume", "issue", "pages"} & tail.spans.keys() or (not publishing.is_press(text[slice(*cuts[-1])]) and "date" in tail.spans):
        draft.put("container", *cuts[-1])
        kinds.infer(draft, "J")
    else:
        publishing.publisher(draft, *cuts[-1])
        kinds.infer(draft, "M")
    draft.take(tail.spans)


def _is_shortened(text: str, part: Span) -> bool:
    """Tell whether a part is a journal's abbreviated name (`J. Slag Res`): capitalised words, one at least with a stop."""
    words = text[slice(*part)].split()
    return 1 < len(words) < 8 and words[0][0].isupper() and any(word.endswith(".") for word in words) and all(word[0].isupper() or word in ("of", "and", "&") for word in words)


def _noted(text: str, start: int, end: int, parts: list[Span]) -> bool:
    """Tell whether full names stand before a title whose imprint is bracketed: `Given Family and Given Family, Title (Place: Press, 2019)`."""
    note = _NOTE_IMPRINT.search(text, start, end)
    return note is not None and len(parts) > 2 and _is_imprint(note["press"]) and _are_full(text, parts[0])


def _are_full(text: str, part: Span) -> bool:
    return all(_NAME.match(one) for one in re.split(r" (?:and|&) ", text[slice(*part)]))


def _with_place(draft: Draft, cuts: list[Span]) -> list[Span]:
    """Take the place behind a publisher (`Press, London`, `Press, Boca Raton, FL`) from the end of the parts."""
    text = draft.text
    while len(cuts) > 2 and (text[slice(*cuts[-1])].rstrip(".") in _LEGAL or text.startswith(("and ", "& "), cuts[-1][0])):
        cuts[-2:] = [(cuts[-2][0], cuts[-1][1])]
        if _SERIAL.search(text, *cuts[-1]) is None and text.startswith(",", cuts[-1][0] - 2) and _SERIAL.search(text, *cuts[-2]):
            cuts[-2:] = [(cuts[-2][0], cuts[-1][1])]
    if len(cuts) > 2 and _STATE.match(text, *cuts[-1]):
        cuts[-2:] = [(cuts[-2][0], cuts[-1][1])]
        return cuts
    for size in (2, 1):
        if len(cuts) > size + 1 and publishing.is_place(text[cuts[-size][0] : cuts[-1][1]]):
            draft.put("place", cuts[-size][0], cuts[-1][1])
            return cuts[:-size]
    if len(cuts) > 2 and publishing.is_place(text[slice(*cuts[-2])]) and cuts[-1][1] - cuts[-1][0] > 4 and not publishing.is_press(text[slice(*cuts[-3])]):
        draft.put("place", *cuts[-2])  # `Title, Paris, Gallimard`, as French notes have it
        return [*cuts[:-2], cuts[-1]]
    return cuts


def _is_bare_press(text: str, part: Span, pages: Span) -> bool:
    """Tell whether one or two words before a year and labelled pages are rather a publisher than a journal without volume."""
    labelled = re.search(r"pp?\.?\s?$", text[max(0, pages[0] - 4) : pages[0]]) is not None
    labelled = labelled and _MONTH.search(text, part[1], pages[0]) is None
    return labelled and len(text[slice(*part)].split()) < 3 and not kinds.is_serial(text[slice(*part)])


def _is_imprint(press: str) -> bool:
    """Tell whether a bracket of a note holds `Place: Press` or a publisher rather than a volume."""
    return publishing.is_press(press) or ":" in press or publishing.is_house(press)


def _parts(text: str, start: int, end: int) -> list[Span]:
    """Cut a stretch at its commas, outside of brackets and of quotes no closer."""
    out: list[Span] = []
    at = start
    for comma in _COMMA.finditer(text, start, end):
        out.append(trim(text, at, comma.start(), " ,"))
        at = comma.end()
    out.append(trim(text, at, end, " ,"))
    return [part for part in out if part[0] < part[1]]


def _names(text: str, parts: list[Span]) -> int:
    """Return how many of the leading parts are names; 0 if the first is none or nothing is left for a title."""
    count = 0
    for place, (start, end) in enumerate(parts[:12]):
        part = text[start:end]
        bare = _EDITED.sub("", re.sub(r"^(?:and|&) ", "", part))
        pair = re.split(r" (?:and|&) ", bare)
        family = place + 1 < len(parts) and _INITIALS.match(text, *parts[place + 1]) and _FAMILY.match(bare)
        named = all(_NAME.match(one) for one in pair) and any(latin.is_given(one) or re.search(r"\b[A-Z]\.", one) or _BARE.match(one) for one in pair)
        named = named and not _ABBREVIATED.search(bare)
        named = named or (count > 0 and _closes(text, parts, place))
        if not (named or family or _INITIALS.match(bare) or _EDITORS.match(bare) or _full(text, parts, place)):
            break
        count = place + 1
    if not count and _NOTE_IMPRINT.search(text, parts[0][0], parts[-1][1]) and _are_full(text, parts[0]):
        count = 1
    return count if 0 < count <= len(parts) - 2 else 0


def _closes(text: str, parts: list[Span], place: int) -> bool:
    """Tell whether a part stands among full names that `and Given Family` closes later on."""
    for start, end in parts[place : place + 10]:
        if not _NAME.match(_EDITED.sub("", re.sub(r"^(?:and|&) ", "", text[start:end]))):
            return False
        if text.startswith(("and ", "& "), start):
            return True
    return False


def _full(text: str, parts: list[Span], place: int) -> bool:
    """Tell whether the very first part is a plain `Given Family` of two words."""
    return place == 0 and len(parts) >= 3 and re.match(r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ] [A-ZÀ-Þ][\w’'-]*[a-zß-ÿ]$", text[slice(*parts[0])]) is not None
