"""Prints that were taken in as manual evidence, bound like brought files: one print stands behind every output that rests on it."""

from __future__ import annotations

from verifier.model import Report
from verifier.papers import press
from verifier.papers.brought import Held
from verifier.proof.brought import PRINTS, Brought, Kind
from verifier.retrieval.archive import Archive


def with_prints(held: Held, report: Report, archive: Archive) -> Held:
    """Return what was brought in a folder together with the prints that the report's statements rest on, the same file once.

    Raises UnreadableFile where a print can no longer be read from the archive.
    """
    brought, files = list(held.brought), dict(held.files)
    prints = {entry.id: entry for entry in report.evidence if entry.role == "print" and entry.source in PRINTS}
    known = {(one.place, one.sha256) for one in brought}
    for place, item in enumerate(report.items, 1):
        for source, result in item.lookups.items():
            for entry in (prints[one] for one in result.evidence if one in prints):
                if (place, entry.sha256) in known:
                    continue
                known.add((place, entry.sha256))
                name = entry.url.removeprefix("file:")
                if entry.sha256 not in files:
                    data = archive.read(entry.id).body
                    files[entry.sha256] = (name, data, press.measure(data, name))
                kind: Kind = source  # type: ignore[assignment]  # PRINTS holds sources and is a part of Kind
                pages = len(files[entry.sha256][2])
                brought.append(Brought(place=place, kind=kind, file=name, sha256=entry.sha256, length=entry.length, pages=pages))
    return Held(brought=tuple(brought), files=files, unused=held.unused)
