"""Export formats of databases and reference managers: bytes in, entries with line numbers out; for hand-ins and sources alike.

The contract of a brother: `fits(lines)` tells by content whether a file is of its format, `read(lines)` yields an `Entry` for every
record, or an `Unread` with line and reason. Both are pure, never raise on any text, and are linear in its length. No file name is
ever looked at. Adding a format: one file, one row in MEMBERS, a sample in fixtures/exports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from verifier.formats import (
    bibtex,
    build,
    cnkiapi,
    cnkifields,
    csljson,
    cssci,
    endnote,
    endnotexml,
    noteexpress,
    notefirst,
    refworks,
    ris,
    viptext,
    vipxml,
    wosfields,
    zoterordf,
)
from verifier.formats.encoding import Decoded, decode, lines
from verifier.formats.entry import Entry, Export, Line, Unread

MOST = 20_000
"""Records read from one file at most; the databases export 500 at a time."""
Fits = Callable[[Sequence[Line]], bool]
Read = Callable[[Sequence[Line]], Iterator[Entry | Unread]]

MEMBERS: tuple[tuple[str, Fits, Read], ...] = (
    (cnkiapi.NAME, cnkiapi.fits, cnkiapi.read),
    (csljson.NAME, csljson.fits, csljson.read),
    (zoterordf.NAME, zoterordf.fits, zoterordf.read),
    (notefirst.NAME, notefirst.fits, notefirst.read),
    (endnotexml.NAME, endnotexml.fits, endnotexml.read),
    (vipxml.NAME, vipxml.fits, vipxml.read),
    (noteexpress.NAME, noteexpress.fits, noteexpress.read),
    (cssci.NAME, cssci.fits, cssci.read),
    (viptext.CUSTOM, viptext.fits_custom, viptext.read_custom),
    (cnkifields.CUSTOM, cnkifields.fits, cnkifields.read),
    (refworks.NAME, refworks.fits, refworks.read),
    (endnote.NAME, endnote.fits, endnote.read),
    (ris.NAME, ris.fits, ris.read),
    (wosfields.NAME, wosfields.fits, wosfields.read),
    (bibtex.NAME, bibtex.fits, bibtex.read),
    (viptext.LISTED, viptext.fits_list, viptext.read_list),
)
"""Every format with its test and its reader, the most peculiar first."""


def sniff(rows: Sequence[Line]) -> str | None:
    """Return the name of the format that some lines are written in, or None for plain text."""
    return next((name for name, fits, _ in MEMBERS if fits(rows)), None)


def read(data: bytes) -> Export | None:
    """Read an export file, or return None where the bytes are text of no export format. Raises `encoding.NotText`."""
    return read_text(decode(data))


def read_text(decoded: Decoded) -> Export | None:
    """Read the text of an export file, or return None where it is of no such format."""
    rows = lines(decoded.text.lstrip("\ufeff"))
    for name, fits, read_ in MEMBERS:
        if fits(rows):
            found = list(islice(read_(rows), MOST))
            if len(found) == MOST:
                found.append(build.unread(found[-1].line, "", f"超过 {MOST} 条，其余未读，请分几个文件交", f"over {MOST} records; part the file"))
            entries = tuple(one for one in found if isinstance(one, Entry))
            unread = tuple(one for one in found if isinstance(one, Unread))
            named = {one.format for one in entries}
            return Export(format=named.pop() if len(named) == 1 else name, encoding=decoded.encoding, entries=entries, unread=unread)
    return None
