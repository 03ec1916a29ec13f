"""Lines of invented dumps, and the corpora built of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from verifier.retrieval.corpus import build
from verifier.retrieval.corpus.store import Manifest

TITLE = "A study of spindle errors in invented machines"


def work(doi: str = "10.99999/inv.2021.7", title: str = TITLE, **more: Any) -> dict[str, Any]:
    """Return a work as Crossref's dump has it, with fields that nobody reads."""
    return {
        "DOI": doi, "title": [title], "type": "journal-article", "container-title": ["Invented Letters"], "ISSN": ["2999-2008"],
        "author": [{"family": "Nobody", "given": "Ann", "sequence": "first", "affiliation": []}], "issued": {"date-parts": [[2021, 4]]},
        "volume": "9", "issue": "4", "page": "31-39", "publisher": "Nowhere Press", "reference": [{"key": "1"}], "score": 1.0, **more,
    }  # fmt: skip


def alex(
    key: str = "W1", title: str = TITLE, doi: str | None = "https://doi.org/10.99999/inv.2021.7", **more: Any
) -> dict[str, Any]:
    """Return a work as OpenAlex's snapshot has it."""
    return {
        "id": f"https://openalex.org/{key}", "doi": doi, "title": title, "publication_year": 2021, "type": "article",
        "authorships": [{"raw_author_name": "Ann Nobody", "author": {"id": "A1", "display_name": "Ann Nobody"}, "institutions": [{"id": "I1"}]}],
        "primary_location": {"source": {"display_name": "Invented Letters", "issn_l": "2999-2008", "issn": ["2999-2008", "2999-2016"]}},
        "biblio": {"volume": "9", "issue": "4", "first_page": "31", "last_page": "39"}, "is_retracted": False,
        "abstract_inverted_index": {"x": [1]}, **more,
    }  # fmt: skip


def lines(works: Iterable[Any]) -> bytes:
    """Return JSON lines; a piece of bytes stands as it is."""
    return b"".join(
        (one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode()) + b"\n" for one in works
    )


def write(path: Path, data: bytes, *, packed: bool = True) -> Path:
    """Write a file, gzipped by default."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data, 1) if packed else data)
    return path


def built(
    folder: Path,
    *paths: Path,
    source: str = "crossref",
    engine: str = "fts5",
    licence: str = "",
    commit: int = build.COMMIT,
) -> Manifest:
    """Build a corpus."""
    manifest = Manifest(
        name=folder.name, source=source, date="2024-04-30", licence=licence, engine=engine, state="building"
    )
    build.begin(folder, manifest)
    return build.build(folder, tuple(map(str, paths)), commit=commit)
