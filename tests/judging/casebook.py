"""Facts from a few words of data: an innocent paper, and a case's changes laid over it.

The innocent paper is a 2019 article of a registered monthly, shown alike by three databases, by an applicant whose title dates
from December 2016. Everything about it is invented. `given` of a case changes it:

    found       sources that show the record (default all three)
    states      {source: state} for sources that do not; `short` names those that stopped half way through contents
    details     {source: state} of the record's detail page where it did not come; `unasked` = it was not opened
    rows        [{source, …}] other rows that sources list beside the record, as changes to it
    record      changes to the record in every source; `record_of` = {source: changes} in one
    level       level of the matches
    citation, applicant, claimed, serial (the registry's finding), registered (its journal), issue, field, window
    kind, kind_proof (the record proves the kind), foreign
    differences [{field, kind, claimed, recorded, harmless?, source?}]
    lists       [{source, year, issues}] issue lists shown by databases
    pages       [{source, title, cn?, issn?, sponsors?}] journal pages shown by databases
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from verifier.judging import policy
from verifier.model import (
    Applicant,
    Author,
    Citation,
    Difference,
    Evidence,
    Facts,
    FieldFinding,
    IssueFinding,
    IssueList,
    Item,
    Journal,
    JournalFinding,
    Lookup,
    Match,
    Record,
    State,
    Trace,
    Window,
)

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "fixtures" / "rules"
NOTICES = ROOT / "verifier" / "notices"
FIELDS = ROOT / "verifier" / "data" / "fields.toml"
LIAONING = "liaoning-gxt-2021-194"
DATABASES = ("cnki", "wanfang", "vip")
AT = "2021-09-10T09:00:00+08:00"

APPLICANT: dict[str, Any] = {
    "id": "a1",
    "name": "冯砚田",
    "units": ["沈阳北陆冶金设备有限公司"],
    "series": "engineering",
    "specialty": "冶金",
    "level": "副高级",
    "qualification": {"title": "工程师", "obtained": "2016-12-30", "basis": "certificate", "source": "资格证书"},
}
CITATION: dict[str, Any] = {
    "id": "i1",
    "raw": "冯砚田,蒲槿.北陆转炉终点碳温控制的工艺研究[J].北陆冶炼技术,2019(5):12-18.",
    "type": "J",
    "title": "北陆转炉终点碳温控制的工艺研究",
    "authors": ["冯砚田", "蒲槿"],
    "container": "北陆冶炼技术",
    "year": "2019",
    "issue": "5",
    "pages": "12-18",
}
RECORD: dict[str, Any] = {
    "id": "BLYL201905003",
    "title": CITATION["title"],
    "type": "J",
    "authors": [{"name": "冯砚田"}, {"name": "蒲槿"}],
    "journal": "北陆冶炼技术",
    "year": "2019",
    "issue": "05",
    "pages": "12-18",
    "clc": ["TF713"],
    "dbcode": "CJFD",
}
REGISTERED: dict[str, Any] = {
    "source": "nppa",
    "key": "北陆冶炼技术",
    "title": "北陆冶炼技术",
    "cn": "21-9901/TF",
    "issn": "2999-0013",
    "sponsors": ["北陆金属学会"],
    "medium": "print",
    "evidence": ["e-nppa"],
}
WINDOW: dict[str, Any] = {"start": "2019-05-01", "end": "2019-05-31", "basis": "published", "evidence": ["e-cnki"]}


def liaoning() -> policy.Notice:
    """Load the shipped notice of Liaoning 2021."""
    return load(LIAONING)


def load(name: str) -> policy.Notice:
    """Load a shipped notice."""
    return policy.load((NOTICES / f"{name}.toml").read_bytes(), f"{name}.toml", FIELDS.read_bytes())


def cases(notice: str) -> list[dict[str, Any]]:
    """Return every case of a notice, with the check that it is about (the file's name)."""
    return [
        {"check": path.stem, **case}
        for path in sorted((RULES / notice).glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


def facts(given: dict[str, Any] | None = None) -> Facts:
    """Return the innocent paper's facts with a case's changes laid over them."""
    given = given or {}
    citation = convert({**CITATION, **given.get("citation", {})}, Citation)
    shown = {source: record(source, given) for source in given.get("found", DATABASES)}
    differences = differences_of(given)
    kind = given.get("kind", "journal")
    return Facts(
        item=convert({"id": citation.id, "text": citation.raw, "claimed": given.get("claimed")}, Item),
        citation=citation,
        applicant=applicant(given.get("applicant", {})),
        foreign=given.get("foreign", False),
        lookups=lookups(shown, given.get("states", {}), given),
        matches=tuple(match(one, given.get("level", "exact"), differences) for one in shown.values()),
        record=next(iter(shown.values()), None),
        journal=serial(given),
        issue=convert({"kind": "regular", "sure": True, **given.get("issue", {})}, IssueFinding),
        field=convert(
            {"relation": "core", "clc": ["TF713"], "basis": "分类号TF713", **given.get("field", {})}, FieldFinding
        ),
        window=window(given),
        kind=kind,
        kind_basis=given.get("kind_basis", ""),
        kind_evidence=tuple(e for one in shown.values() for e in one.evidence) if given.get("kind_proof") else (),
    )


def applicant(changes: dict[str, Any]) -> Applicant:
    """Return the applicant with changes; those of the qualification are laid over it."""
    qualification = {**APPLICANT["qualification"], **changes.get("qualification", {})}
    return convert({**APPLICANT, **changes, "qualification": qualification}, Applicant)


def record(source: str, given: dict[str, Any]) -> Record:
    """Return the record as one source shows it."""
    base = {**RECORD, "source": source, "id": f"{source}-{RECORD['id']}", "evidence": [f"e-{source}"]}
    return convert({**base, **given.get("record", {}), **given.get("record_of", {}).get(source, {})}, Record)


def rows(source: str, given: dict[str, Any]) -> tuple[Record, ...]:
    """Return the other rows that a source lists beside the record."""
    base = {**RECORD, "source": source, "evidence": [f"e-{source}"], **given.get("record", {})}
    return tuple(convert({**base, **row}, Record) for row in given.get("rows", []) if row["source"] == source)


def lookups(shown: dict[str, Record], states: dict[str, str], given: dict[str, Any]) -> tuple[Lookup, ...]:
    """Return what every source said: the registry as the case's serial wants it, then the databases."""
    answers = {"nppa": "found" if serial(given).state == "found" else "not_found"}
    answers |= dict.fromkeys(DATABASES if given.get("foreign") else ("crossref", "doaj"), "skipped")
    answers |= (
        dict.fromkeys(() if given.get("foreign") else DATABASES, "not_found") | dict.fromkeys(shown, "found") | states
    )
    detailed = {source for source in shown if given.get("details", {}).get(source, "found") != "unasked"}
    pages: dict[str, list[Journal]] = {}
    for page in given.get("pages", []):
        whole = {"key": page["title"], "evidence": [f"e-page-{page['source']}"], **page}
        pages.setdefault(page["source"], []).append(convert(whole, Journal))
    return tuple(
        Lookup(
            source=source,
            state=State(state),
            records=(shown[source], *rows(source, given)) if source in shown else (),
            journals=tuple(pages.get(source, ())),
            issues=tuple(
                convert({"key": "BLYL", **one}, IssueList) for one in given.get("lists", []) if one["source"] == source
            ),
            control=state == "not_found",
            reach="" if state == "found" else given.get("reach", "covered"),
            trail=(
                *(half_read(source) if source in given.get("short", ()) else (trace(source, state),)),
                *((trace(source, given.get("details", {}).get(source, "found"), "detail"),) if source in detailed else ()),
            ),
            evidence=(evidence(source),),
        )
        for source, state in answers.items()
    )


def trace(source: str, state: str, kind: str = "search") -> Trace:
    """Return one rung that ended in a state."""
    return convert({"step": {"kind": kind}, "state": state, "evidence": f"e-{source}", "at": AT}, Trace)


def half_read(source: str) -> tuple[Trace, ...]:
    """Return the rungs of a contents page that stopped half way and of a search by title that showed other papers."""
    page = convert({"step": {"kind": "contents"}, "state": "incomplete", "evidence": f"e-{source}", "at": AT}, Trace)
    return page, convert({"step": {"kind": "search", "field": "title"}, "state": "found", "evidence": f"e-{source}", "at": AT}, Trace)


def evidence(source: str) -> Evidence:
    """Return one archived answer."""
    return Evidence(
        id=f"e-{source}", source=source, role="search", url=f"http://{source}.invalid/", query="q", at=AT, status=200,
        sha256="0" * 64, length=1, demo=True, parser=f"{source}/1",
    )  # fmt: skip


def match(found: Record, level: str, differences: tuple[Difference, ...]) -> Match:
    """Return the match of one source's record with the differences that are said of it."""
    own = tuple(one for one in differences if one.source in ("", found.source))
    return Match(source=found.source, record=found, level=level, distance=0.0, differences=own)  # type: ignore[arg-type]


def differences_of(given: dict[str, Any]) -> tuple[Difference, ...]:
    """Return the case's differences, not harmless unless said so."""
    return tuple(convert({"harmless": False, **one}, Difference) for one in given.get("differences", []))


def serial(given: dict[str, Any]) -> JournalFinding:
    """Return the registry's finding with changes; a journal belongs to it only when it is found."""
    changes = {"state": "found", "evidence": ["e-nppa"], **given.get("serial", {})}
    journal = {**REGISTERED, **given.get("registered", {})} if changes["state"] == "found" else None
    then = {"cn_then": journal["cn"], "issn_then": journal["issn"], "name_then": journal["title"]} if journal else {}
    return convert({"journal": journal, **then, **changes}, JournalFinding)


def window(given: dict[str, Any]) -> Window | None:
    """Return the date window; a false `window` means that no date is known."""
    changes = given.get("window", {})
    return None if changes is False else convert({**WINDOW, **changes}, Window)


def authors(*names: str) -> tuple[Author, ...]:
    """Return authors of these names."""
    return tuple(Author(name=name) for name in names)


def convert(data: Any, kind: Any) -> Any:
    """Convert plain data strictly."""
    return msgspec.convert(data, kind)
