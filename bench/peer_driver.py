"""Run the general readers of references in a Python that has them: texts in, fields out, one JSON object a line.

    PYTHON bench/peer_driver.py refextract|refchecker < texts.jsonl > fields.jsonl

Started by `bench/peers.py`; it knows nothing of this project, as it runs where the project is not installed.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re
import sys
from collections.abc import Callable
from typing import Any


def refextract() -> Callable[[str], dict[str, Any]]:
    """Return refextract's reader of one reference."""
    from refextract import extract_references_from_string  # type: ignore[import-not-found]  # only where it is installed

    def parse(text: str) -> dict[str, Any]:
        found = (extract_references_from_string(f"[1] {_bare(text)}", is_only_references=True) or [{}])[0]

        def one(key: str) -> str | None:
            return (found.get(key) or [None])[0]

        authors = re.split(r"\s*[,;]\s+(?!Jr)|\s+and\s+", one("author") or "") if found.get("author") else []
        return {
            "authors": [name for name in authors if name and name != "et al"], "title": one("title"), "container": one("journal_title"),
            "year": one("journal_year") or one("year"), "volume": one("journal_volume"), "issue": one("journal_issue"),
            "pages": one("journal_page"), "doi": one("doi"), "publisher": one("publisher"),
        }  # fmt: skip

    return parse


def refchecker() -> Callable[[str], dict[str, Any]]:
    """Return academic-refchecker's reader of one reference, without its language model and without any network."""
    from refchecker.core.refchecker import ArxivReferenceChecker  # type: ignore[import-not-found]  # only where it is installed

    checker = ArxivReferenceChecker()

    def parse(text: str) -> dict[str, Any]:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            try:
                found = (checker._parse_references_regex(f"[1] {_bare(text)}") or [{}])[0]
            except Exception:  # noqa: BLE001 - a peer that falls over has read nothing
                found = {}
        authors = [name if isinstance(name, str) else name.get("name", "") for name in found.get("authors") or []]
        pages, year = found.get("pages"), found.get("year")
        return {
            "authors": [name for name in authors if name and not re.match(r"et\.? al|等", name)], "title": found.get("title") or None,
            "container": found.get("journal") or found.get("venue") or None, "year": str(year) if year else None,
            "volume": found.get("volume"), "issue": found.get("number") or found.get("issue"), "pages": pages, "doi": found.get("doi"),
        }  # fmt: skip

    return parse


def _bare(text: str) -> str:
    """Return a reference on one line and without its own number, as the peers expect one."""
    return re.sub(r"^\s*\[\d+\]\s*", "", " ".join(text.split()))


def main() -> None:
    """Read every text that comes in."""
    logging.disable(logging.CRITICAL)
    parse = {"refextract": refextract, "refchecker": refchecker}[sys.argv[1]]()
    for line in sys.stdin:
        print(json.dumps(parse(json.loads(line)), ensure_ascii=False, default=str), flush=True)


if __name__ == "__main__":
    main()
