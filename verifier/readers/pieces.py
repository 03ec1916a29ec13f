"""What a document yields: pieces with their origin, what was left out of it, and whose list each piece stands in."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from verifier import readers
from verifier.errors import BadValue
from verifier.formats.entry import Entry
from verifier.model import Citation, Doubt, Frozen, Origin
from verifier.readers import applicants, composed, furniture, sorting

UNSURE = Doubt(
    field="raw", kind="suspect", original="", note="清单无编号而著录折行，起止按缩进、行宽和句尾推断，请核对是否一条"
)


class Piece(Frozen, frozen=True, kw_only=True):
    """One citation's raw text and where it stood; or, with `note`, what was left out and why.

    `entry` holds the fields where they came as fields, `written` is then empty; `person` whose list it stood in, where a document lists
    several people; `section` the heading above it; `unsure` says that nothing but weak signs told where the text begins and ends.
    """

    origin: Origin
    written: str = ""
    entry: Entry | None = None
    person: str | None = None
    rank: str | None = None
    section: str | None = None
    note: str = ""
    unsure: bool = False

    @property
    def text(self) -> str:
        """The text as handed in; of a record, its fields written as one reference, which thousands of rows are spared until asked."""
        return composed.text(self.entry) if self.entry is not None else self.written


class Failed(Frozen, frozen=True, kw_only=True):
    """A document inside an archive that could not be read, and why; the others went on."""

    file: str
    zh: str
    en: str


class HandIn(Frozen, frozen=True, kw_only=True):
    """What a document held: its citations, what was left out (headings, names, records without a title), what could not be opened.

    `form` names the format (`RefWorks`, `Word`, `Excel`, `PDF`, `文本` …), `encoding` that of a text.
    """

    pieces: tuple[Piece, ...]
    left_out: tuple[Piece, ...] = ()
    failed: tuple[Failed, ...] = ()
    form: str = ""
    encoding: str | None = None


def citation(piece: Piece, id: str) -> Citation:  # noqa: A002 - the field is called id
    """Return the citation of a piece: from its fields if it came as fields, else read from its text; sorted by kind."""
    if piece.entry is not None:
        return sorting.typed(composed.cite(piece.entry, id, piece.origin), piece.section)
    found = sorting.typed(readers.read(piece.text, id, piece.origin), piece.section)
    return msgspec.structs.replace(found, doubts=(*found.doubts, UNSURE)) if piece.unsure else found


def of_person(found: HandIn, name: str) -> HandIn:
    """Return what belongs to one person of a document that lists several; one that names nobody is all theirs. Raises BadValue."""
    people = {piece.person for piece in found.pieces if piece.person}
    if not people:
        return found
    if name not in people and people <= {applicants.alone(piece.text) for piece in found.left_out if piece.note == applicants.NOTE}:
        return found  # lines that only look like names: a sub-heading such as 国内 is none
    if name not in people:
        raise BadValue(
            f"清单中有多位申报人（{'、'.join(sorted(people))}），没有“{name}”。请核对申报人姓名，或只交本人的清单。",
            f"The list names several applicants ({', '.join(sorted(people))}), but not “{name}”. Check the name, or hand in one list each.",
        )
    mine = tuple(piece for piece in found.pieces if piece.person in (name, None))
    others = tuple(
        msgspec.structs.replace(piece, note=f"申报人{piece.person}的成果") for piece in found.pieces if piece.person not in (name, None)
    )
    return msgspec.structs.replace(found, pieces=mine, left_out=(*found.left_out, *others))


def in_context(pieces: Iterable[Piece]) -> list[Piece]:
    """Say under which heading each piece stands and, where a document lists several people, in whose list; both count until the next."""
    current: str | None = None
    section: str | None = None
    found: list[Piece] = []
    for piece in pieces:
        if piece.note and (named := applicants.alone(piece.text) if piece.note == applicants.NOTE else applicants.labelled(piece.text)):
            current = named
        if piece.note and furniture.is_heading(piece.text):
            section = piece.text
        if section or (current and not piece.person):
            piece = msgspec.structs.replace(piece, person=piece.person or current, section=section)
        found.append(piece)
    if len({piece.person for piece in found if piece.person and not piece.note}) > 1:
        return found
    return [msgspec.structs.replace(piece, person=None) if piece.person else piece for piece in found]
