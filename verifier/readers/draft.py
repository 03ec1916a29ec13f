"""The sheet a reader writes on: spans of the folded text by field; values are cut out of the print at the very end.

Because a field is a span and nothing else, a reader cannot invent a value. The few values that are not printed just so (a letter
O read as zero, a Chinese numeral) go through `repair`, which leaves a doubt with the original beside it.
"""

from __future__ import annotations

import re

from verifier.model import Citation, Doubt, Origin
from verifier.readers.fold import Folded

Span = tuple[int, int]

_TRIM = " ,.;:、-"
_NUMERIC = frozenset(("year", "volume", "issue", "pages", "doi", "date", "url", "issn", "cn"))
"""Fields that are taken from the folded text, where digits and dashes are half width."""

_JOINT = re.compile(r"\s*([-+])\s*")
_BLANKS = re.compile(r"\s{2,}")
_HAN_BLANK = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


class Draft:
    """What has been read so far of one reference."""

    __slots__ = ("accepted", "blurred", "doubts", "et_al", "folded", "mark", "names", "spans", "text", "type", "values")

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.text = folded.text
        self.spans: dict[str, Span] = {}
        self.names: list[Span] = []
        self.values: dict[str, str] = {}
        self.doubts: list[Doubt] = []
        self.et_al = False
        self.accepted = False
        self.blurred: list[Span] = []
        self.type: str | None = None
        self.mark: Span | None = None

    def put(self, field: str, start: int, end: int, strip: str = _TRIM) -> bool:
        """Write a field unless it is empty or already there; returns whether it was written."""
        if field in self.spans:
            return False
        start, end = trim(self.text, start, end, strip)
        if start >= end:
            return False
        self.spans[field] = (start, end)
        return True

    def blank(self, start: int, end: int) -> None:
        """Take a stretch out of the text, so that nothing else reads it; places stay as they are."""
        self.text = f"{self.text[:start]}{' ' * (end - start)}{self.text[end:]}"

    def repair(self, field: str, value: str, note: str) -> None:
        """Give a field another value than the printed one, with the doubt that says so."""
        start, end = self.spans[field]
        self.values[field] = value
        self.doubts.append(Doubt(field=field, kind="repaired", original=self.folded.clean[start:end], repaired=value, note=note))

    def doubt(self, field: str, kind: str, original: str, note: str) -> None:
        """Note that a field was inferred, is suspect or could not be read."""
        self.doubts.append(Doubt(field=field, kind=kind, original=original, note=note))  # type: ignore[arg-type]

    def value(self, field: str) -> str | None:
        """Return a field's value as it will stand in the citation."""
        if field in self.values:
            return self.values[field]
        span = self.spans.get(field)
        if span is None:
            return None
        if field not in _NUMERIC:
            return _one_line(self.folded.clean[span[0] : span[1]])
        shown = self.folded.text[span[0] : span[1]]
        return _JOINT.sub(r"\1", shown) if field == "pages" and " " in shown else shown

    def take(self, spans: dict[str, Span], skip: tuple[str, ...] = ()) -> None:
        """Write all fields of an imprint but those to skip."""
        for field, span in spans.items():
            if field not in skip:
                self.put(field, *span)

    def finish(self, id: str, origin: Origin | None) -> Citation:  # noqa: A002 - the field is called id
        """Return the citation: values beside their spans in the raw string."""
        spans, names, folded = self.spans, self.names, self.folded
        fields = self._values()
        if folded.at is not None:
            self._note_cuts(fields)
            spans = {field: folded.span(*place) for field, place in spans.items()}
        if self.mark:
            spans["type"] = folded.span(*self.mark)
        if names:
            spans["authors"] = folded.span(names[0][0], names[-1][1])
        return Citation(
            id=id,
            raw=self.folded.raw,
            type=self.type,
            authors=tuple([_name(folded.clean[start:end]) for start, end in names]),
            et_al=self.et_al,
            doubts=tuple(self.doubts),
            spans=spans,
            origin=origin,
            **fields,
        )

    def _values(self) -> dict[str, str]:
        """Return every field as it will stand in the citation: all `value`s in one go."""
        clean, text, values = self.folded.clean, self.folded.text, self.values
        fields: dict[str, str] = {}
        for field, (start, end) in self.spans.items():
            if field in values:
                fields[field] = values[field]
            elif field in _NUMERIC:
                shown = text[start:end]
                fields[field] = _JOINT.sub(r"\1", shown) if field == "pages" and " " in shown else shown
            else:
                fields[field] = _one_line(clean[start:end])
        return fields

    def _note_cuts(self, fields: dict[str, str]) -> None:
        """Note every field out of which a remnant of markup or a line break was left."""
        for field, shown in fields.items():
            start, end = self.folded.span(*self.spans[field])
            printed = self.folded.raw[start:end]
            if field not in self.values and len(printed) != self.spans[field][1] - self.spans[field][0]:
                self.doubts.append(Doubt(field=field, kind="repaired", original=printed, repaired=shown, note="去掉了标记、换行或不可见字符"))


def _one_line(shown: str) -> str:
    """Write a value with single blanks."""
    return _BLANKS.sub(" ", shown) if "  " in shown or "\t" in shown or "\n" in shown else shown


def _name(shown: str) -> str:
    """Write a name with its characters set apart (张 三) as one word; roles and Latin names keep their blanks."""
    if " " not in shown and "\t" not in shown:
        return shown
    shown = _one_line(shown)
    if len(shown) <= 5 and " " in shown and len(shown.replace(" ", "")) <= 3:
        return _HAN_BLANK.sub("", shown)
    return shown


def trim(text: str, start: int, end: int, strip: str = _TRIM) -> Span:
    """Return a span without the blanks and stops at its ends.

    >>> trim(". 题名. ", 0, 6)
    (2, 4)
    """
    while start < end and text[start] in strip:
        start += 1
    while start < end and text[end - 1] in strip:
        end -= 1
    return start, end
