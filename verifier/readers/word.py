"""Word documents (.docx): paragraphs, tables, text boxes, notes, in the order of reading, as the reader of the page sees them.

Tracked changes count as accepted: inserted text is read, deleted and moved-away text is not. Hidden text and field codes are not
read. Automatic numbers are no text; a paragraph that has one is marked so. The form: ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from verifier.readers import xmlparts
from verifier.readers.content import Content, Grid, Row, Text
from verifier.readers.package import Package
from verifier.readers.xmlparts import attribute, local

MAIN = "word/document.xml"
_UNSEEN = frozenset(
    {
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "Fallback",
        "rt",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "trPr",
        "tcPr",
    }
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_BOXES = frozenset({"txbxContent", "textbox"})


class Styles(NamedTuple):
    """Ids of the paragraph styles that number their paragraphs, and of those that are headings."""

    numbered: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()


class Walk:
    """One pass over a document: counts paragraphs, gathers running text until a table parts it."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.line = 0
        self.tables = 0
        self.notes = False
        self.rows: list[Row] = []

    def blocks(self, parent: Any) -> Iterator[Content]:
        """Yield what stands below a body, a cell or a text box."""
        for child in parent:
            name = local(child)
            if name == "p":
                yield from self.paragraph(child)
            elif name == "tbl":
                yield from self.flush()
                self.tables += 1
                yield _grid(child, f"表{self.tables}")
            elif name not in _UNSEEN:
                yield from self.blocks(child)

    def paragraph(self, element: Any) -> Iterator[Content]:
        """Gather one paragraph, then whatever text boxes hang in it."""
        self.line += 1
        numbered, heading = _look(element, self.styles)
        for place, part in enumerate(text_of(element).split("\n")):
            self.rows.append(
                Row(
                    part,
                    self.line,
                    numbered=numbered and place == 0 and bool(part.strip()),
                    aside=heading or self.notes,
                )
            )
        for box in _boxes(element):
            yield from self.blocks(box)

    def flush(self) -> Iterator[Content]:
        """Yield the running text gathered so far."""
        if any(row.text.strip() for row in self.rows):
            yield Text(tuple(self.rows))
        self.rows = []


def read(package: Package) -> Iterator[Content]:
    """Yield the content of a .docx. Raises UnreadableFile."""
    walk = Walk(_styles(package))
    root = xmlparts.parse(package.read(MAIN), package.name)
    yield from walk.blocks(root)
    yield from walk.flush()
    walk.notes = True
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        if part in package:
            yield from walk.blocks(xmlparts.parse(package.read(part), package.name))
            yield from walk.flush()


def text_of(element: Any) -> str:
    """Return the text of a paragraph or cell as it is seen, without its text boxes; paragraphs of a cell part in lines."""
    parts: list[str] = []
    _gather(element, parts)
    return "".join(parts).strip("\n")


def _gather(element: Any, parts: list[str]) -> None:
    for child in element:
        name = local(child)
        if name in _UNSEEN or name in _BOXES or (name == "r" and _hidden(child)):
            continue
        if name == "t":
            parts.append(child.text or "")
        elif name in _BREAKS:
            parts.append(_BREAKS[name])
        else:
            _gather(child, parts)
            if name == "p":
                parts.append("\n")


def _hidden(run: Any) -> bool:
    """Tell whether a run is hidden text."""
    for properties in run:
        if local(properties) == "rPr":
            return any(local(one) == "vanish" and attribute(one, "val") not in ("0", "false") for one in properties)
    return False


def _boxes(element: Any) -> list[Any]:
    """Return the text boxes of a paragraph, each once: drawings carry a second copy for old programs under Fallback."""
    found: list[Any] = []
    for child in element:
        name = local(child)
        if name == "txbxContent":
            found.append(child)
        elif name not in _UNSEEN:
            found += _boxes(child)
    return found


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        name = local(child)
        if name == "tr":
            if not any(
                local(mark) == "del" for properties in child if local(properties) == "trPr" for mark in properties
            ):
                yield child
        elif name not in _UNSEEN:
            yield from _rows(child)


def _grid(table: Any, sheet: str) -> Grid:
    """Return a table; a cell over several columns is followed by empty ones, so that columns keep their place."""
    rows: list[tuple[str, ...]] = []
    covered: set[tuple[int, int]] = set()
    for row in _rows(table):
        cells = [""] * _before(row)
        for cell in _cell_elements(row):
            if _goes_on(cell):
                covered.add((len(rows), len(cells)))
            cells += [text_of(cell), *[""] * (_span(cell) - 1)]
        rows.append(tuple(cells))
    return Grid(tuple(rows), sheet, covered=frozenset(covered))


def _before(row: Any) -> int:
    """Return how many columns a row leaves out on its left (17.4.15 gridBefore)."""
    for properties in row:
        if local(properties) == "trPr":
            return next((_number(attribute(one, "val")) for one in properties if local(one) == "gridBefore"), 0)
    return 0


def _goes_on(cell: Any) -> bool:
    """Tell whether a cell is covered by the one above it (17.4.84 vMerge: without a value it goes on)."""
    for properties in cell:
        if local(properties) == "tcPr":
            return any(local(one) == "vMerge" and attribute(one, "val") in ("", "continue") for one in properties)
    return False


def _cell_elements(row: Any) -> Iterator[Any]:
    for child in row:
        name = local(child)
        if name == "tc":
            yield child
        elif name not in _UNSEEN:
            yield from _cell_elements(child)


def _span(cell: Any) -> int:
    for properties in cell:
        if local(properties) == "tcPr":
            return max(1, next((_number(attribute(one, "val")) for one in properties if local(one) == "gridSpan"), 1))
    return 1


def _number(said: str) -> int:
    return min(int(said), 64) if said.isascii() and said.isdigit() and len(said) < 4 else 0


def _look(paragraph: Any, styles: Styles) -> tuple[bool, bool]:
    """Return whether a paragraph is numbered by Word, and whether it is a heading."""
    for properties in paragraph:
        if local(properties) == "pPr":
            own = {local(one): one for one in properties}
            style = attribute(own["pStyle"], "val") if "pStyle" in own else ""
            numbered = _numbers(own["numPr"]) if "numPr" in own else style in styles.numbered
            return numbered, style in styles.headings or "outlineLvl" in own
    return False, False


def _numbers(properties: Any) -> bool:
    """Tell whether numbering is on: number 0 switches it off."""
    return all(attribute(one, "val") != "0" for one in properties if local(one) == "numId")


def _styles(package: Package) -> Styles:
    if "word/styles.xml" not in package:
        return Styles()
    numbered, headings = set(), set()
    for style in xmlparts.parse(package.read("word/styles.xml"), package.name):
        if local(style) != "style":
            continue
        names = {local(one) for one in style.iter()}
        name = next((attribute(one, "val") for one in style if local(one) == "name"), "")
        if name.casefold().startswith(("heading", "title", "标题", "toc")):
            headings.add(attribute(style, "styleId"))
        elif "numPr" in names:
            numbered.add(attribute(style, "styleId"))
    return Styles(frozenset(numbered), frozenset(headings))
