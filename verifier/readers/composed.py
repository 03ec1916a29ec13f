"""Fields to a citation: an export's or a table's record written as one GB/T 7714-2015 reference, with the span of every field.

`raw` of such a citation is this reference: the values as handed in, in the standard's order, readable on a certificate. Where they
stood in the file is in its origin.
"""

from __future__ import annotations

from verifier.formats.entry import Entry
from verifier.model import Citation, Origin


class _Line:
    """A reference in the making that remembers where each field went."""

    def __init__(self) -> None:
        self.text = ""
        self.spans: dict[str, tuple[int, int]] = {}

    def put(self, field: str, value: str | None, before: str = "", after: str = "") -> bool:
        """Append a field between two marks if it has a value; say whether it had."""
        if not value:
            return False
        self.text += before
        self.spans[field] = (len(self.text), len(self.text) + len(value))
        self.text += value + after
        return True

    def close(self) -> None:
        """End the reference with a stop; a field's own last character is never taken away."""
        kept = max((end for _, end in self.spans.values()), default=0)
        text = self.text[:kept] + self.text[kept:].rstrip(" ,.")
        self.text = text if text.endswith(".") else f"{text}."


def cite(entry: Entry, id: str, origin: Origin | None = None) -> Citation:  # noqa: A002 - the field is called id
    """Return the citation of one entry.

    >>> cite(Entry(format="", line=1, type="J", title="题名", authors=("甲",), container="刊名", year="2019", issue="3", pages="1-5"), "1").raw
    '甲. 题名[J]. 刊名, 2019(3): 1-5.'
    """
    line = _write(entry)
    fields = {name: getattr(entry, name) for name in _SHARED}
    return Citation(id=id, raw=line.text, spans=line.spans, origin=origin, **fields)


def text(entry: Entry) -> str:
    """Return an entry written as one reference."""
    return _write(entry).text


_SHARED = (
    "type", "title", "authors", "et_al", "container", "year", "volume", "issue", "pages", "doi", "publisher", "place", "issn", "cn", "date",
    "url", "number", "doubts",
)  # fmt: skip


def _write(entry: Entry) -> _Line:
    line = _Line()
    who = ", ".join(entry.authors)
    if line.put("authors", who):
        line.text += (", 等" if entry.et_al else "") + ". "
    line.put("title", entry.title)
    if entry.type in ("P", "S", "R", "CP"):
        line.put("number", entry.number, ": ")
    line.text += f"[{entry.type}]" if entry.type else ""
    {"C": _part, "N": _newspaper}.get(entry.type or "", _serial if entry.container else _book)(line, entry)
    line.close()
    line.put("doi", entry.doi, " DOI: ", ".")
    numbers = [(field, getattr(entry, field)) for field in ("issn", "cn") if getattr(entry, field)]
    for field, value in numbers:
        line.put(field, value, f" {field.upper()} " if not value.upper().startswith(field.upper()) else " ", ".")
    return line


def _serial(line: _Line, entry: Entry) -> None:
    line.put("container", entry.container, ". ")
    _when(line, entry, ", ")
    line.put("volume", entry.volume, ", ")
    line.put("issue", entry.issue, "(", ")")
    line.put("pages", entry.pages, ": ")


def _part(line: _Line, entry: Entry) -> None:
    line.put("container", entry.container, "//")
    _imprint(line, entry)


def _newspaper(line: _Line, entry: Entry) -> None:
    line.put("container", entry.container, ". ")
    _when(line, entry, ", ")
    line.put("pages", entry.pages, "(", ")")


def _book(line: _Line, entry: Entry) -> None:
    _imprint(line, entry)


def _imprint(line: _Line, entry: Entry) -> None:
    placed = line.put("place", entry.place, ". ")
    printed = line.put("publisher", entry.publisher, ": " if placed else ". ") or placed or entry.container
    _when(line, entry, ", " if printed else ". ")
    line.put("pages", entry.pages, ": ")


def _when(line: _Line, entry: Entry, before: str) -> None:
    """Write the date if it tells more than the year, else the year; a year inside the date has its span there."""
    date, year = entry.date, entry.year
    if date and (not year or year in date):
        line.put("date", date, before)
        if year:
            start = line.spans["date"][0] + date.index(year)
            line.spans["year"] = (start, start + len(year))
    else:
        line.put("year", year, before)
