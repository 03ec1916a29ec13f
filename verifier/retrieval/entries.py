"""What the links of an archive's log speak of, beside the pieces themselves (`record.Entry`) and the stamps (`stamp.Stamped`)."""

from __future__ import annotations

from verifier import __version__
from verifier.model import Frozen, State

FORMAT = 2
"""What the first link of a new archive names. Format 1 had no first link of its own and no `refused` entries; it is read as well."""


class Opened(Frozen, frozen=True, kw_only=True):
    """The first entry of an archive: its format, and the version of the program that began it."""

    kind: str = "opened"
    format: int = FORMAT
    program: str = __version__


class Refused(Frozen, frozen=True, kw_only=True):
    """An ask that brought no page: why (`failure`), and what was told of it. `at` is when."""

    kind: str = "refused"
    source: str
    role: str
    key: tuple[str, ...]
    at: str
    failure: str
    state: State
    words: str = ""
    note: str = ""
    until: str | None = None
    demo: bool


class Sealed(Frozen, frozen=True, kw_only=True):
    """A finished WARC file: its whole length and SHA-256."""

    kind: str = "sealed"
    file: str
    size: int
    sha256: str
