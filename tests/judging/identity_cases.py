"""Build citations, records and findings from the case files of `fixtures/cases/identity`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from verifier.judging import matching
from verifier.model import (
    Author,
    Citation,
    Doubt,
    FormerName,
    IssueList,
    Journal,
    JournalFinding,
    Lookup,
    Record,
    State,
)

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "fixtures" / "cases" / "identity"
WEIGHTS = matching.parse(tomllib.loads((ROOT / "verifier" / "data" / "weights.toml").read_text("utf-8")))


def load(name: str) -> dict[str, Any]:
    """Return one case file."""
    return tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))


def cases(name: str) -> list[Any]:
    """Return the cases of a file as pytest parameters, named by their sentences."""
    import pytest

    return [pytest.param(case, id=case["name"]) for case in load(name)["case"]]


def citation(fields: dict[str, Any]) -> Citation:
    """Return a citation; an empty text in a case stands for null."""
    known = {field: value or None for field, value in fields.items() if field not in ("authors", "doubts", "et_al")}
    doubts = tuple(Doubt(**doubt) for doubt in fields.get("doubts", ()))
    return Citation(
        id="c",
        raw="",
        authors=tuple(fields.get("authors", ())),
        et_al=fields.get("et_al", False),
        doubts=doubts,
        **known,
    )


def record(fields: dict[str, Any], source: str = "cnki") -> Record:
    """Return a record with one evidence id."""
    known = {field: (value if isinstance(value, bool) else value or None) for field, value in fields.items()}
    names = known.pop("authors", None)
    witnesses = tuple((where, said) for where, said in known.pop("witnesses", None) or ())
    authors = tuple(Author(name=name) for name in names) if names else None
    rest = {"source": source, "id": "A", "title": "某文", **known}
    return Record(authors=authors, witnesses=witnesses, evidence=(f"{rest['source']}-page",), **rest)


def journal(fields: dict[str, Any], source: str = "nppa") -> Journal:
    """Return a journal; a former name is a text or a table."""
    rest = dict(fields)
    former = tuple(
        FormerName(title=one) if isinstance(one, str) else FormerName(**one) for one in rest.pop("former", ())
    )
    coverage = tuple(rest.pop("coverage", ())) or None
    return Journal(source=source, key=rest.get("title", ""), former=former, coverage=coverage, **rest)  # type: ignore[arg-type]


def finding(fields: dict[str, Any] | None) -> JournalFinding:
    """Return what the registry found; nothing given is `unknown`, an empty table is `absent`."""
    if fields is None:
        return JournalFinding(state="unknown")
    if not fields:
        return JournalFinding(state="absent", evidence=("nppa-page",))
    serial = journal(fields)
    return JournalFinding(
        state="found", journal=serial, name_then=serial.title, cn_then=serial.cn, issn_then=serial.issn
    )


def lookup(
    records: tuple[Record, ...], codes: tuple[str, ...] = (), year: str = "2019", source: str = "cnki", **rest: Any
) -> Lookup:
    """Return a source's answer, with the issue list of a year if codes are given."""
    lists = (
        (IssueList(source=source, key="K", year=year, issues=codes, evidence=(f"{source}-years",)),) if codes else ()
    )
    return Lookup(
        source=source, state=State.FOUND if records else State.NOT_FOUND, records=records, issues=lists, **rest
    )
