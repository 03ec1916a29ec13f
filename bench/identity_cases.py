"""What the identity bench is fed: generated papers, or a folder of data, and what is done to their citations."""

from __future__ import annotations

import json
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from verifier.model import Author, Citation, Record
from verifier.normalize.text import has_han, key

ROOT = Path(__file__).resolve().parent.parent
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
    year = pair.citation.year or ""
    return _with(pair.citation, year=str(int(year) + rng.randint(1, 4))) if year.isdigit() else None


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


# ---------------------------------------------------------------- with data


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def from_data(folder: Path) -> list[Pair]:
    """Pair the folder's citations with their records, among the ten records of likest titles by shared pairs of characters."""
    records = [_record(row) for row in rows(folder / "records.jsonl")]
    records += [
        Record(
            source=SOURCE, id=str(row["cnki_id"]), title=str(row["title"]), type="J", journal=str(row["journal"]),
            year=str(row["year"]), issue=str(row["issue"]),
        )
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
    bare = Citation(id=str(row["id"]), raw=str(row["text"]), type=mark, et_al=bool(row["et_al"]))
    return _with(bare, authors=tuple(fields.get("authors") or ()), **text)
