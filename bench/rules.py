"""Rules under load and under generated cases: judged items a second on one core, and precision and recall a kind.

Each generated case has a truth of its own (when the paper really appeared, what its issue really is); what the sources show of it
is then coarsened as sources do (month or year only, one database, marks without a list), and some source may fail. An
accusation is right only if the truth bears it out. Run `python bench/rules.py [--cases N] [--seed N]` from the project's root.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "judging")]

import casebook  # noqa: E402 - the cases are read by the tests' own reader

from verifier.judging import policy, windows  # noqa: E402
from verifier.model import Facts, JournalFinding, State  # noqa: E402
from verifier.normalize import dates  # noqa: E402
from verifier.reasons import Outcome, Reason  # noqa: E402

FAILED = [state.value for state in State if state.value not in ("found", "not_found", "ambiguous", "skipped")]
CERTIFICATE = {"certificate": {"issuer": "辽海大学图书馆", "number": "2021-001", "date": "2021-08-01"}}


TOLD = frozenset({"combined", "renamed", "shared_cn", "near_field", "foreign_field"})
"""Notes that count like reasons here: what they tell of must be told, and of nothing else."""


class Made(NamedTuple):
    """A generated case: the facts, the reasons and notes that must be said and that may be said, and whether it is guilty."""

    facts: Facts
    must: frozenset[str]
    may: frozenset[str]
    bar: bool


def made(given: dict[str, Any], *must: str, may: tuple[str, ...] = (), bar: bool = False) -> Made:
    """Return a case from its parts."""
    return Made(casebook.facts(given), frozenset(must), frozenset((*must, *may)), bar)


def supplement(dice: random.Random) -> Made:
    """A supplement by S number or a Z beside a full year, in one or more databases; sometimes its identity is doubtful."""
    mark = dice.choice(["S1", "S2", "Z1", "增刊"])
    found = some(dice, casebook.DATABASES)
    issue = {"kind": "supplement", "witnesses": [[source, "issue", mark] for source in found]}
    given: dict[str, Any] = {"found": found, "record": {"issue": mark}, "issue": issue}
    if dice.random() < 0.2:
        given["level"] = "coordinates"
        return made(given, Reason.SUPPLEMENT)
    return made(given, Reason.SUPPLEMENT, bar=True)


def combined(dice: random.Random) -> Made:
    """A combined regular issue, printed as 7/8 or coded as Z1 in a year that lacks the numbers; twins are plain or extra."""
    sort = dice.choice(["printed", "coded", "plain", "extra"])
    if sort == "plain":
        return made({"record": {"issue": dice.choice(["05", "5", "11"])}})
    if sort == "extra":
        witnesses = [["cnki", "filename", "Z1"]]
        given = {"record": {"issue": "Z1"}, "issue": {"kind": "supplement", "witnesses": witnesses, "evidence": ["e-cnki"]}}
        return made(given, Reason.SUPPLEMENT, bar=True)
    mark = "Z1" if sort == "coded" else dice.choice(["7/8", "1-2", "11/12"])
    witnesses = [["cnki", "filename", mark]] if mark == "Z1" else []
    issue = {"kind": "combined", "witnesses": witnesses}
    return made({"record": {"issue": mark}, "citation": {"issue": mark}, "issue": issue}, "combined")


def renamed(dice: random.Random) -> Made:
    """A journal under its name of that day, with the number of that day or today's; twins keep their name, or state a strange CN."""
    if dice.random() < 0.3:
        return made({"claimed": {"cn": dice.choice(["21-9901/TF", "CN21-9901", "21—9901/TF"])}})
    numbers = dice.choice([{}, {"cn": "21-9901/TF"}, {"cn": "CN 21—9903/TF"}, {"issn": "2999-0021"}])
    former = {"title": "北陆钢铁", "until": "2019", "cn": "21-9903/TF", "issn": "2999-0021"}
    serial = {"renamed": True, "name_then": "北陆钢铁", "cn_then": "21-9903/TF", "issn_then": "2999-0021"}
    names = {"citation": {"container": "北陆钢铁"}, "record": {"journal": "北陆钢铁"}}
    given = {**names, "serial": serial, "registered": {"former": [former]}}
    if dice.random() < 0.2:
        return made({**given, "claimed": {"cn": "11-9907/TF"}}, "renamed", Reason.CN_DIFFERS)
    return made({**given, "claimed": numbers}, "renamed")


def shared(dice: random.Random) -> Made:
    """An edition under a shared CN, innocent under a notice that is silent; twins have a CN of their own."""
    if dice.random() < 0.4:
        return made({"registered": {"title": "北陆冶炼技术", "cn": "21-9901/TF"}})
    titles = [f"北陆冶炼技术（{part}旬刊）" for part in dice.sample("上中下", dice.randint(1, 2))]
    return made({"serial": {"shared_cn": titles}}, "shared_cn")


def collection(dice: random.Random) -> Made:
    """A paper in a book of papers, or the same paper in a registered series, which a person judges."""
    record = {"dbcode": dice.choice(["CPFD", "CCJD"]), "journal": "", "book": "北陆冶金技术论文汇编", "issue": ""}
    given: dict[str, Any] = {
        "kind": "collection",
        "kind_proof": True,
        "found": some(dice, casebook.DATABASES),
        "record": record,
    }
    if dice.random() < 0.2:
        return made(given, Reason.COLLECTION)
    return made({**given, "serial": {"state": dice.choice(["absent", "unknown"])}}, Reason.COLLECTION, bar=True)


def window(dice: random.Random) -> Made:
    """A paper that really appeared on some day near either end of the period, known by day, month, two months or year."""
    obtained, series, end = period(dice)
    day = dice.choice([obtained, end]) + timedelta(days=dice.randint(-500, 500))
    first, last = coarse(dice, day)
    year = str(day.year)
    given = {
        "applicant": {"series": series, "qualification": {"obtained": obtained.isoformat()}},
        "citation": {"year": year},
        "record": {"year": year},
        "window": {"start": first.isoformat(), "end": last.isoformat()},
    }
    return held(given, first, last, obtained, end)


def numbered(dice: random.Random) -> Made:
    """A paper known by its issue number alone: the year's list is whole, scattered, or of another frequency than today's."""
    obtained, series, end = period(dice)
    year = dice.choice([obtained.year, obtained.year, end.year, end.year, obtained.year + 1])
    count = dice.choice([12, 12, 12, 6, 4, 24])
    running = year == int(casebook.AT[:4])  # a list that still grows says nothing of the frequency
    today = count if running or dice.random() < 0.85 else dice.choice([one for one in FREQUENCIES if one != count])
    issue = dice.randint(1, count)
    whole = today != count or dice.random() < 0.5
    numbers = list(range(1, count + 1)) if whole else sorted({issue, *(dice.randint(1, count) for _ in range(2))})
    marks = [f"{number:02d}" for number in numbers]
    given = {
        "applicant": {"series": series, "qualification": {"obtained": obtained.isoformat()}},
        "citation": {"year": str(year), "issue": str(issue)},
        "record": {"year": str(year), "issue": f"{issue:02d}"},
        "registered": {"frequency": FREQUENCIES[today]},
        "lists": [{"source": source, "year": str(year), "issues": marks} for source in some(dice, casebook.DATABASES)],
    }
    true = dates.issue_window(year, str(issue), count)
    assert true is not None
    case = held(given, *true, obtained, end)
    plain = casebook.facts(given)
    shown = windows.window(plain.citation, plain.record, plain.matches, plain.journal, plain.lookups)
    also = frozenset() if today == count else frozenset(STRADDLES)
    must = case.must if today == count else frozenset[str]()
    return Made(msgspec.structs.replace(plain, window=shown), must, case.may | also, case.bar)


FREQUENCIES = {24: "半月刊", 12: "月刊", 6: "双月刊", 4: "季刊"}
STRADDLES = (Reason.DATE_STRADDLES_START, Reason.DATE_STRADDLES_END)


def period(dice: random.Random) -> tuple[date, str, date]:
    """Return when the title was obtained, a series, and its counting date."""
    series, end = dice.choice([("engineering", date(2021, 8, 30)), ("economics", date(2021, 9, 30))])
    return date(2016, dice.randint(1, 12), dice.randint(1, 28)), series, end


def held(given: dict[str, Any], first: date, last: date, obtained: date, end: date) -> Made:
    """Return the case of a paper that appeared between two days, held against its period."""
    if last < obtained:
        return made(given, Reason.BEFORE_QUALIFICATION, bar=True)
    if first > end:
        return made(given, Reason.AFTER_CUTOFF, bar=True)
    open_start = (Reason.DATE_STRADDLES_START,) if first <= obtained else ()
    open_end = (Reason.DATE_STRADDLES_END,) if last > end else ()
    return made(given, *open_start, *open_end)


def innocent(dice: random.Random) -> Made:
    """A good paper in harmless disorder: any database, padding, pinyin, notes, an own or near field."""
    relation = dice.choice(["core", "near"])
    told = ("near_field",) if relation == "near" else ()
    pinyin = [{"name": "Feng Yantian"}, {"name": "Pu Jin"}]
    given: dict[str, Any] = {
        "found": some(dice, casebook.DATABASES),
        "record": dice.choice([{}, {"issue": "5"}, {"authors": pinyin}, {"pages": "12-18,30"}]),
        "citation": dice.choice([{}, {"issue": "05"}, {"authors": ["冯 砚田", "蒲　槿"]}, {"pages": "12~18"}]),
        "field": {"relation": relation},
        "differences": [
            {"field": "pages", "kind": "spelling", "claimed": "12~18", "recorded": "12-18", "harmless": True}
        ],
        "registered": dice.choice([{}, {"medium": "network"}, {"status": "stopped", "until": "2020-12"}]),
    }
    return made(given, *told)


def foreign(dice: random.Random) -> Made:
    """An international paper that is in no Chinese database and no registry; only its certificate and field are asked for."""
    has = dice.random() < 0.5
    given: dict[str, Any] = {
        "foreign": True,
        "found": ["crossref"],
        "serial": {"state": dice.choice(["absent", "unknown"])},
        "field": dice.choice([{}, {"relation": "undetermined", "clc": []}]),
    }
    given["claimed"] = CERTIFICATE if has else None
    told = ("foreign_field",) if given["field"] else ()
    return made(given, *(() if has else (Reason.FOREIGN_CERTIFICATE,)), *told)


def failed(dice: random.Random) -> Made:
    """Any of the others with one or more sources failed: nothing may be barred by them, nothing called absent."""
    kind = dice.choice([supplement, collection, window, numbered, innocent])
    base = kind(dice)
    broken = some(dice, [*casebook.DATABASES, "nppa"])
    state = State(dice.choice(FAILED))
    lookups = tuple(
        msgspec.structs.replace(one, state=state, records=(), journals=(), issues=()) if one.source in broken else one
        for one in base.facts.lookups
    )
    matches = tuple(match for match in base.facts.matches if match.source not in broken)
    serial = JournalFinding(state="unknown") if "nppa" in broken else base.facts.journal
    record = next((match.record for match in matches), None)
    facts = msgspec.structs.replace(base.facts, lookups=lookups, matches=matches, record=record, journal=serial)
    may = frozenset({*Reason, *TOLD}) - {Reason.NOT_RETRIEVED, Reason.NOT_IN_REGISTRY}
    dated = kind in (window, numbered) and broken != ["nppa"]  # a silent database may hold a date that speaks for the applicant
    return Made(facts, frozenset(), may, bool(matches) and base.bar and not dated)


def some(dice: random.Random, sources: Any) -> list[str]:
    """Return one or more of some sources, in their order."""
    kept = dice.sample(list(sources), dice.randint(1, len(sources)))
    return [source for source in sources if source in kept]


def coarse(dice: random.Random, day: date) -> tuple[date, date]:
    """Return what a source leaves of a day: itself, its month, its two months, or its year."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    pair = first.replace(month=first.month - (first.month + 1) % 2)
    last = (pair + timedelta(days=62)).replace(day=1) - timedelta(days=1)
    year = (date(day.year, 1, 1), date(day.year, 12, 31))
    return dice.choice([(day, day), (first, after - timedelta(days=1)), (pair, last), year])


KINDS: tuple[Callable[[random.Random], Made], ...] = (
    supplement, combined, renamed, shared, collection, window, numbered, foreign, innocent, failed
)  # fmt: skip


def score(kind: Callable[[random.Random], Made], notice: policy.Notice, cases: int, seed: int) -> Counter[str]:
    """Judge `cases` generated cases of a kind and count what was right."""
    dice, tally = random.Random(f"{kind.__name__} {seed}"), Counter[str]()
    for _ in range(cases):
        case = kind(dice)
        findings, notes = policy.judge(notice, case.facts)
        reasons = {one.reason.value for one in findings}
        said = reasons | ({note.code for note in notes} & TOLD)
        barred = Outcome.BAR in {one.outcome for one in findings}
        tally["cases"] += 1
        tally["said"] += len(said)
        tally["right"] += len(said & case.may)
        tally["wanted"] += len(case.must)
        tally["reached"] += len(case.must & said)
        tally["false bar"] += barred and not case.bar
        tally["accused"] += bool(reasons - case.may) or (barred and not case.bar)
        tally["barred"] += barred and case.bar
        tally["to bar"] += case.bar
        tally["passed"] += case.bar and not findings
    return tally


def share(part: int, whole: int) -> str:
    """Return a share, `-` for nothing of nothing."""
    return f"{part}/{whole} = {part / whole:.4f}" if whole else "-"


def speed(notice: policy.Notice, seconds: float) -> float:
    """Return judged items a second of one core over all cases in data, dictionaries of names loaded before."""
    facts = [
        (casebook.facts(case.get("given")), casebook.differences_of(case.get("given", {})))
        for case in casebook.cases(notice.id)
    ]
    for one, differences in facts:
        policy.judge(notice, one, differences)
    done, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        for one, differences in facts:
            policy.judge(notice, one, differences)
        done += len(facts)
    return done / (time.process_time() - started)


def main() -> int:
    """Print one line a kind and the speed; exit 1 if anything innocent was barred or anything guilty passed unsaid."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--cases", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--seconds", type=float, default=3.0)
    given = options.parse_args()
    notice, whole = casebook.liaoning(), Counter[str]()
    print("kind        cases  precision            recall               barred/to bar  false bars  false accusations  passes")
    for kind in KINDS:
        tally = score(kind, notice, given.cases, given.seed)
        whole += tally
        print(line(kind.__name__, tally))
    print(line("all", whole))
    print(f"judged items a second of one core: {speed(notice, given.seconds):,.0f}")
    return 1 if whole["false bar"] + whole["passed"] else 0


def line(name: str, tally: Counter[str]) -> str:
    """Return one kind's figures, counts beside shares."""
    precision, recall = share(tally["right"], tally["said"]), share(tally["reached"], tally["wanted"])
    return (
        f"{name:11} {tally['cases']:5}  {precision:20} {recall:20} {tally['barred']:6}/{tally['to bar']:<6} {tally['false bar']:10}"
        f" {share(tally['accused'], tally['cases']):>18} {tally['passed']:7}"
    )


if __name__ == "__main__":
    sys.exit(main())
