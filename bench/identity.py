"""Measure identity and discrepancy: precision, recall, traps, tampering, false differences, journal names, speed.

    python -m bench.identity                 generated papers
    python -m bench.identity --data DIR      citations.jsonl, records.jsonl, issue_contents.jsonl, journals.jsonl, journal_names.jsonl

Every figure is printed with its counts. The peer is the common rule "rapidfuzz ratio >= 90 and the same year".
"""

from __future__ import annotations

import argparse
import json
import random
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from verifier.judging import matching, registry
from verifier.model import Author, Citation, FormerName, Journal, Lookup, Match, Record, State
from verifier.normalize.text import has_han, key

ROOT = Path(__file__).resolve().parent.parent
NAMED = ("exact", "strong", "coordinates")
SOURCE = "cnki"


class Pair(NamedTuple):
    """A citation with the record that it cites and other records that a search would bring."""

    citation: Citation
    record: Record
    others: tuple[Record, ...]


# ---------------------------------------------------------------- generated papers


def vocabulary() -> tuple[list[dict[str, list[str]]], list[str], list[str]]:
    """Return topics, surnames and given-name characters of the project's own invented vocabulary."""
    folder = ROOT / "fixtures" / "vocabulary"
    topics = [
        topic
        for path in sorted(folder.glob("*.toml"))
        for topic in tomllib.loads(path.read_text("utf-8")).get("topic", [])
    ]
    people = tomllib.loads((folder / "people.toml").read_text("utf-8"))
    first = [entry.split("|")[0] for entry in people["surnames"]]
    return topics, first, [entry.split("|")[0] for entry in people["given"]]


def papers(count: int, rng: random.Random) -> list[Record]:
    """Make records of invented papers in invented journals, some in supplements and combined issues."""
    topics, surnames, given = vocabulary()
    journals = [
        f"虚构{word}{tail}"
        for word in ("冶炼", "机电", "化工", "电力", "纺织", "轻工", "安防", "建材")
        for tail in ("技术", "学报(自然科学版)", "学报(工程技术版)")
    ]
    found = []
    for number in range(count):
        topic = rng.choice(topics)
        parts = [rng.choice(topic[part]).split("|")[0] for part in ("methods", "objects", "aspects")]
        names = tuple(
            Author(name=rng.choice(surnames) + "".join(rng.sample(given, rng.choice((1, 2, 2)))))
            for _ in range(rng.randint(1, 6))
        )
        first = rng.randint(1, 180)
        found.append(
            Record(
                source=SOURCE, id=f"G{number:06d}", title=f"基于{parts[0]}的{parts[1]}{parts[2]}", type="J", dbcode="CJFD", authors=names,
                journal=rng.choice(journals), year=str(rng.randint(2008, 2021)), volume=str(rng.randint(5, 45)),
                issue=rng.choice(["S1", "S2"]) if rng.random() < 0.06 else f"{rng.randint(1, 12):02d}",
                pages=f"{first}-{first + rng.randint(3, 9)}" + (f"+{first + 20}" if rng.random() < 0.1 else ""),
            )
        )  # fmt: skip
    return found


def generated(count: int, rng: random.Random) -> list[Pair]:
    """Return pairs of clean citations and their records, among eight other records."""
    records = papers(count, rng)
    return [Pair(cite(record), record, tuple(rng.sample(records, 8))) for record in records]


def cite(record: Record) -> Citation:
    """Return the clean citation of a record."""
    return Citation(
        id=record.id, raw=record.title, type="J", title=record.title, authors=tuple(one.name for one in record.authors or ()),
        container=record.journal, year=record.year, volume=record.volume, issue=record.issue, pages=record.pages,
    )  # fmt: skip


# ---------------------------------------------------------------- what is done to a citation

Change = Callable[[Pair, random.Random], Citation | None]


def _with(citation: Citation, **fields: object) -> Citation:
    return msgspec.structs.replace(citation, **fields)


def _wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def _number(issue: str | None) -> str | None:
    return (
        issue.lstrip("0")
        if issue and issue.isdigit()
        else issue.replace("S", "增刊")
        if issue and issue.startswith("S")
        else issue
    )


def _clean(pair: Pair, _rng: random.Random) -> Citation | None:
    return pair.citation


def _full_width(pair: Pair, _rng: random.Random) -> Citation | None:
    return _with(pair.citation, title=_wide(pair.citation.title or ""), issue=_wide(pair.citation.issue or "") or None)


def _blanks(pair: Pair, rng: random.Random) -> Citation | None:
    names = tuple(_spaced(name, rng) for name in pair.citation.authors)
    return _with(pair.citation, title=_spaced(pair.citation.title or "", rng), authors=names)


def _issue_spelling(pair: Pair, _rng: random.Random) -> Citation | None:
    return _with(pair.citation, issue=_number(pair.citation.issue))


def _bare(pair: Pair, _rng: random.Random) -> Citation | None:
    return _with(pair.citation, volume=None, pages=None)


def _first_page(pair: Pair, _rng: random.Random) -> Citation | None:
    return _with(pair.citation, pages=(pair.citation.pages or "").split("-")[0] or None)


def _commas(pair: Pair, _rng: random.Random) -> Citation | None:
    return _with(pair.citation, pages=(pair.citation.pages or "").replace("+", ", ").replace("-", "～") or None)


def _three(pair: Pair, _rng: random.Random) -> Citation | None:
    more = len(pair.citation.authors) > 3 or pair.citation.et_al
    return _with(pair.citation, authors=pair.citation.authors[:3], et_al=more)


def _glued(pair: Pair, _rng: random.Random) -> Citation | None:
    return _with(pair.citation, authors=(*pair.citation.authors[:1], "等")) if len(pair.citation.authors) > 1 else None


def _colon(pair: Pair, _rng: random.Random) -> Citation | None:
    name = pair.citation.container or ""
    return _with(pair.citation, container=name.replace("(", ":").replace(")", "")) if "(" in name else None


def _no_mark(pair: Pair, _rng: random.Random) -> Citation | None:
    return _with(pair.citation, type=None)


def _title_marks(pair: Pair, _rng: random.Random) -> Citation | None:
    return _with(pair.citation, container=f"《{pair.citation.container}》") if pair.citation.container else None


HARMLESS: dict[str, Change] = {
    "clean": _clean,
    "full width": _full_width,
    "blanks": _blanks,
    "issue spelling": _issue_spelling,
    "no volume, no pages": _bare,
    "first page": _first_page,
    "plus as comma": _commas,
    "three authors and 等": _three,
    "等 glued": _glued,
    "edition by colon": _colon,
    "no mark": _no_mark,
    "title marks": _title_marks,
}


def _spaced(text: str, rng: random.Random) -> str:
    place = rng.randrange(1, max(2, len(text)))
    return text[:place] + " " + text[place:]


def _swapped(pair: Pair, _rng: random.Random) -> Citation | None:
    names = list(pair.citation.authors)
    if len(names) < 2 or names[0] == names[-1]:
        return None
    names[0], names[-1] = names[-1], names[0]
    return _with(pair.citation, authors=tuple(names))


def _inserted(pair: Pair, rng: random.Random) -> Citation | None:
    names = list(pair.citation.authors)
    names.insert(rng.randrange(len(names) + 1), "欧阳臆造")
    return _with(pair.citation, authors=tuple(names), et_al=pair.citation.et_al)


def _moved_year(pair: Pair, rng: random.Random) -> Citation | None:
    return (
        _with(pair.citation, year=str(int(pair.citation.year) + rng.randint(1, 4)))
        if (pair.citation.year or "").isdigit()
        else None
    )


def _regular(pair: Pair, rng: random.Random) -> Citation | None:
    return _with(pair.citation, issue=str(rng.randint(1, 12))) if (pair.record.issue or "").startswith("S") else None


def _better(pair: Pair, _rng: random.Random) -> Citation | None:
    return (
        _with(pair.citation, container="臆造工程核心学报") if pair.citation.container and pair.record.journal else None
    )


def _other_pages(pair: Pair, rng: random.Random) -> Citation | None:
    if not pair.record.pages or not pair.citation.pages:
        return None
    return _with(pair.citation, pages=f"{rng.randint(600, 800)}-{rng.randint(801, 805)}")


def _one_character(pair: Pair, rng: random.Random) -> Citation | None:
    title = pair.citation.title or ""
    places = [place for place, sign in enumerate(title) if has_han(sign)]
    if len(places) < 8:
        return None
    place = rng.choice(places)
    return _with(pair.citation, title=title[:place] + ("臆" if title[place] != "臆" else "构") + title[place + 1 :])


TAMPERED: dict[str, tuple[str, Change]] = {
    "author order": ("authors", _swapped),
    "inserted author": ("authors", _inserted),
    "year": ("year", _moved_year),
    "regular for supplement": ("issue", _regular),
    "better journal": ("container", _better),
    "other pages": ("pages", _other_pages),
    "one character": ("title", _one_character),
}


def traps(pair: Pair, rng: random.Random) -> Iterator[tuple[str, Citation, tuple[Record, ...]]]:
    """Yield citations whose paper is not among the records, beside a record that only looks like it."""
    record, citation = pair.record, pair.citation
    place = {"issue": "11", "pages": "901-909", "year": record.year}
    title = record.title
    if has_han(title):
        at = rng.choice([number for number, sign in enumerate(title) if has_han(sign)])
        one = title[:at] + ("臆" if title[at] != "臆" else "构") + title[at + 1 :]
        yield "one ideograph", citation, (msgspec.structs.replace(record, id="trap", title=one, **place),)
    yield (
        "ordinal",
        _with(citation, title=title + "(一)"),
        (msgspec.structs.replace(record, id="trap", title=title + "(二)", **place),),
    )
    yield (
        "numeral",
        _with(citation, title="110kV" + title),
        (msgspec.structs.replace(record, id="trap", title="220kV" + title, **place),),
    )
    strangers = (Author(name="邴臆"), Author(name="郜构"))
    yield (
        "same title, other people",
        citation,
        (msgspec.structs.replace(record, id="trap", authors=strangers, journal="臆造通讯", volume=None, **place),),
    )


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
    """Print citations identified and records compared a second, with cold key caches."""
    key.cache_clear()
    begin = time.perf_counter()
    matches: list[Match] = [
        matching.match(pair.citation, lookup((*pair.others, pair.record)), weights) for pair in pairs
    ]
    took = time.perf_counter() - begin
    compared = sum(len(pair.others) + 1 for pair in pairs)
    print(
        f"speed {len(matches) / took:,.0f} citations/s, {compared / took:,.0f} comparisons/s ({len(pairs)} citations)"
    )


# ---------------------------------------------------------------- with data


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def from_data(folder: Path) -> list[Pair]:
    """Pair the folder's citations with their records, among the ten records of likest titles by shared pairs of characters."""
    records = [_record(row) for row in rows(folder / "records.jsonl")]
    records += [
        Record(source=SOURCE, id=str(row["cnki_id"]), title=str(row["title"]), type="J", journal=str(row["journal"]), year=str(row["year"]), issue=str(row["issue"]))
        for row in rows(folder / "issue_contents.jsonl")
    ]  # fmt: skip
    grams: dict[str, set[int]] = defaultdict(set)
    for number, record in enumerate(records):
        for gram in _grams(record.title):
            grams[gram].add(number)
    known = {record.id: record for record in records}
    pairs = []
    for row in rows(folder / "citations.jsonl"):
        citation = _citation(row)
        counted = Counter(number for gram in _grams(citation.title or "") for number in grams.get(gram, ()))
        right = known[str(row["record_id"])]
        near = tuple(records[number] for number, _ in counted.most_common(10) if records[number].id != right.id)
        pairs.append(Pair(citation, right, near))
    return pairs


def _grams(title: str) -> set[str]:
    folded = key(title)
    return {folded[place : place + 2] for place in range(len(folded) - 1)}


def _record(row: dict[str, object]) -> Record:
    text = {
        field: str(row[field])
        for field in ("type", "journal", "year", "volume", "issue", "pages", "cn", "issn", "doi")
        if row.get(field)
    }
    names = row.get("authors")
    authors = tuple(Author(name=str(name)) for name in names) if isinstance(names, list) and names else None
    return Record(source=SOURCE, id=str(row["id"]), title=str(row["title"]), authors=authors, **text)  # type: ignore[arg-type]


def _citation(row: dict[str, object]) -> Citation:
    fields = row["fields"]
    assert isinstance(fields, dict)
    text = {
        field: str(fields[field])
        for field in ("title", "container", "year", "volume", "issue", "pages", "doi")
        if fields.get(field)
    }
    mark = str(fields["type"]) if row.get("type_from") == "marker" else None
    return Citation(
        id=str(row["id"]),
        raw=str(row["text"]),
        type=mark,
        authors=tuple(fields.get("authors") or ()),
        et_al=bool(row["et_al"]),
        **text,
    )  # type: ignore[arg-type]


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
        journal_names(options.data)


if __name__ == "__main__":
    main()
