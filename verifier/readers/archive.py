"""A zip of hand-ins: its documents one by one; an archive inside an archive is named and not opened."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.readers.package import Package

_SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def members(package: Package) -> Iterator[str]:
    """Yield the documents of an archive in its own order, without what systems leave in it."""
    for member in package.infos:
        base = member.replace("\\", "/").rsplit("/", 1)[-1]
        if base and not base.startswith(("~$", "._")) and not any(mark in member for mark in _SKIPPED):
            yield member
