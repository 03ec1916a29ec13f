"""Measure identity and discrepancy: precision, recall, traps, tampering, false differences, journal names, speed.

    python -m bench.identity                 generated papers
    python -m bench.identity --data DIR      citations.jsonl, records.jsonl, issue_contents.jsonl, journals.jsonl, journal_names.jsonl

Every figure is printed with its counts. The peer is the common rule "rapidfuzz ratio >= 90 and the same year".
"""

from __future__ import annotations

import argparse
import random
import time
import tomllib
from collections import Counter
from pathlib import Path

from rapidfuzz import fuzz

from bench.identity_cases import HARMLESS, SOURCE, TAMPERED, Pair, from_data, generated, rows, traps
from verifier import readers
from verifier.judging import matching, registry
from verifier.model import Citation, FormerName, Journal, Lookup, Match, Record, State
from verifier.normalize.text import key

ROOT = Path(__file__).resolve().parent.parent
NAMED = ("exact", "strong", "coordinates")


# ---------------------------------------------------------------- measuring


def share(hits: int, all_: int) -> str:
    return f"{hits}/{all_} = {hits / all_:.4f}" if all_ else "0/0"


def lookup(records: tuple[Record, ...]) -> Lookup:
    return Lookup(source=SOURCE, state=State.FOUND if records else State.NOT_FOUND, records=records)


def measure(pairs: list[Pair], weights: matching.Weights, rng: random.Random) -> None:
    """Print every figure for some pairs."""
    right = wrong = asked = peer_right = peer_wrong = 0
    false: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for name, change in HARMLESS.items():
        for pair in pairs:
            citation = change(pair, rng)
            if citation is None:
                continue
            tried[name] += 1
            found = matching.match(citation, lookup((*pair.others, pair.record)), weights)
            named = found.record if found.level in NAMED else None
            right += named is not None and _same_work(named, pair.record)
            wrong += named is not None and not _same_work(named, pair.record)
            asked += named is None
            false[name] += any(not one.harmless for one in found.differences) and named is not None
            if name == "clean":
                peer = _peer(citation, (*pair.others, pair.record))
                peer_right += peer is not None and _same_work(peer, pair.record)
                peer_wrong += peer is not None and not _same_work(peer, pair.record)
    print(
        f"identity precision {share(right, right + wrong)}   recall {share(right, right + wrong + asked)}   to a person {asked}"
    )
    print(
        f"peer (ratio >= 90, year), clean: precision {share(peer_right, peer_right + peer_wrong)}   recall {share(peer_right, tried['clean'])}"
    )
    print(f"false difference {share(sum(false.values()), sum(tried.values()))}")
    for name, count in tried.items():
        print(f"  {name:24} {share(false[name], count)}")
    tampering(pairs, weights, rng)
    trapping(pairs, weights, rng)


def tampering(pairs: list[Pair], weights: matching.Weights, rng: random.Random) -> None:
    """Print how often each kind of tampering is found: the record identified, and the field named as differing."""
    for name, (field, change) in TAMPERED.items():
        found = total = 0
        for pair in pairs:
            citation = change(pair, rng)
            if citation is not None:
                total += 1
                match = matching.match(citation, lookup((*pair.others, pair.record)), weights)
                found += match.level != "none" and any(
                    one.field == field and not one.harmless for one in match.differences
                )
        print(f"tampered {name:24} found {share(found, total)}")


def trapping(pairs: list[Pair], weights: matching.Weights, rng: random.Random) -> None:
    """Print how many look-alikes were taken for the paper."""
    taken: Counter[str] = Counter()
    peer: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for pair in pairs:
        for name, citation, records in traps(pair, rng):
            total[name] += 1
            taken[name] += matching.match(citation, lookup(records), weights).level in NAMED
            peer[name] += _peer(citation, records) is not None
    for name, count in total.items():
        print(f"trap {name:28} taken {share(taken[name], count)}   peer {share(peer[name], count)}")


def through_reading(pairs: list[Pair], weights: matching.Weights) -> None:
    """Print identity and false differences where the citation is read from its printed text first."""
    right = wrong = asked = false = 0
    for pair in pairs:
        found = matching.match(readers.read(pair.citation.raw, "x"), lookup((*pair.others, pair.record)), weights)
        named = found.record if found.level in NAMED else None
        right += named is not None and _same_work(named, pair.record)
        wrong += named is not None and not _same_work(named, pair.record)
        asked += named is None
        false += named is not None and any(not one.harmless for one in found.differences)
    print(
        f"read from text: precision {share(right, right + wrong)}   recall {share(right, len(pairs))}   "
        f"to a person {asked}   false difference {share(false, len(pairs))}"
    )


def _same_work(one: Record, other: Record) -> bool:
    """Tell whether two records are rows of one work: the same id, or all that both show agrees."""
    return one.id == other.id or (key(one.title), one.journal, one.year, one.issue) == (
        key(other.title),
        other.journal,
        other.year,
        other.issue,
    )


def _peer(citation: Citation, records: tuple[Record, ...]) -> Record | None:
    best = max(records, key=lambda record: fuzz.ratio(citation.title or "", record.title))
    return best if fuzz.ratio(citation.title or "", best.title) >= 90 and best.year == citation.year else None


def speed(pairs: list[Pair], weights: matching.Weights) -> None:
    """Print citations identified and records compared a second of one core, with cold key caches, beside the peer's."""
    compared = sum(len(pair.others) + 1 for pair in pairs)
    key.cache_clear()
    begin = time.process_time()
    matches: list[Match] = [
        matching.match(pair.citation, lookup((*pair.others, pair.record)), weights) for pair in pairs
    ]
    took = time.process_time() - begin
    begin = time.process_time()
    for pair in pairs:
        _peer(pair.citation, (*pair.others, pair.record))
    peer = time.process_time() - begin
    print(
        f"speed {len(matches) / took:,.0f} citations/s, {compared / took:,.0f} comparisons/s of one core ({len(pairs)} citations); "
        f"the peer's bare ratio {len(matches) / peer:,.0f} citations/s"
    )


def journal_names(folder: Path) -> None:
    """Print how many journal names lead to the right entry or a set that holds it, and what happens to names of nothing."""
    snapshot = tuple(
        Journal(
            source="snapshot", key=str(row["cnki_code"]), title=str(row["title"]), cn=_text(row.get("cn")), issn=_text(row.get("issn")),
            former=tuple(FormerName(title=str(name)) for name in _list(row.get("former"))), frequency=_text(row.get("frequency")),
        )
        for row in rows(folder / "journals.jsonl")
        if row.get("cnki_code")
    )  # fmt: skip
    asked = Lookup(source="nppa", state=State.NOT_FOUND)
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows(folder / "journal_names.jsonl"):
        kind, name = str(row["kind"]), str(row["name"])
        citation = (
            Citation(id="", raw="", cn=f"CN{name}") if kind == "shared_cn" else Citation(id="", raw="", container=name)
        )
        found = registry.decide(citation, asked, snapshot)
        answers = {str(one["title"]) for one in _list(row["answers"])}
        got = {one.title for one in found.candidates} if found.state in ("found", "ambiguous") else set()
        total[kind] += 1
        right[kind] += got == answers if found.state == "found" or not answers else answers <= got
    for kind, count in total.items():
        print(f"journal names, {kind:16} {share(right[kind], count)}")
    print(f"journal names, all              {share(sum(right.values()), sum(total.values()))}")


def _text(value: object) -> str | None:
    return str(value) if value else None


def _list(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder with citations.jsonl, records.jsonl and the other files")
    parser.add_argument("--count", type=int, default=1500, help="how many papers to generate")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    weights = matching.parse(tomllib.loads((ROOT / "verifier" / "data" / "weights.toml").read_text("utf-8")))
    pairs = from_data(options.data) if options.data else generated(options.count, rng)
    speed(pairs, weights)
    measure(pairs, weights, rng)
    if options.data:
        through_reading(pairs, weights)
        journal_names(options.data)


if __name__ == "__main__":
    main()
