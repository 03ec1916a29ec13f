"""Write docs/schema/*.json from the types; `--check` only compares. Run from the project's root."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from verifier import model
from verifier.judging.notice import NoticeFile

FOLDER = Path(__file__).parent / "schema"
TYPES = (model.Citation, model.Submission, model.Report, model.Decision, model.Event, NoticeFile)


def schema(kind: type[msgspec.Struct]) -> str:
    """Return one type's JSON Schema as text."""
    return json.dumps(msgspec.json.schema(kind), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def stale() -> list[str]:
    """Return the names of schema files that do not fit the types."""
    return [
        kind.__name__.lower()
        for kind in TYPES
        if not (path := FOLDER / f"{kind.__name__.lower()}.json").is_file() or path.read_text("utf-8") != schema(kind)
    ]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(f"docs/schema is stale: {', '.join(stale())}; run python docs/make_schema.py" if stale() else 0)
    FOLDER.mkdir(exist_ok=True)
    for one in TYPES:
        (FOLDER / f"{one.__name__.lower()}.json").write_text(schema(one), encoding="utf-8")
