"""Every example in fixtures/citations is read as it says, near misses included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from verifier.readers import read

FOLDER = Path(__file__).parents[2] / "fixtures" / "citations"
FIELDS = ("type", "title", "container", "year", "volume", "issue", "pages", "doi", "url", "publisher", "place", "number", "date", "cn", "issn")


def examples(name: str) -> list[Any]:
    rows = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.mark.parametrize("row", [row for name in ("standard", "kinds", "styles", "damage", "nearmisses", "foreign", "notes", "messes") for row in examples(name)])
def test_example_is_read_as_it_says(row: dict[str, Any]) -> None:
    citation = read(row["text"], row["id"])
    expected = {field: row[field] for field in FIELDS if field in row}
    assert {field: getattr(citation, field) for field in expected} == expected
    if "authors" in row:
        assert list(citation.authors) == row["authors"]
    if "et_al" in row:
        assert citation.et_al is row["et_al"]
    doubts = [[doubt.field, doubt.kind] for doubt in citation.doubts]
    assert [doubt for doubt in row.get("doubts", []) if doubt not in doubts] == []
    assert [doubt for doubt in row.get("no", []) if doubt in doubts] == []
    if row.get("clean"):
        assert doubts == []


@pytest.mark.parametrize("name", ["standard", "kinds", "styles", "damage", "nearmisses", "foreign", "notes", "messes"])
def test_examples_have_ids_of_their_own(name: str) -> None:
    ids = [row.values[0]["id"] for row in examples(name)]
    assert len(ids) == len(set(ids)) > 10
