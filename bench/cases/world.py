"""The invented world: journals of every sort, papers on pages that follow one another, issue lists, and what each source shows."""

from __future__ import annotations

import json
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.cases import words

Row = dict[str, Any]
SOURCES = ("cnki", "wanfang", "vip")
A_YEAR = {"周刊": 52, "双周刊": 26, "旬刊": 36, "半月刊": 24, "月刊": 12, "双月刊": 6, "季刊": 4, "半年刊": 2}
SORTS = {
    "plain": 0.25,
    "renamed": 0.09, "combining": 0.04, "changed": 0.03, "undated": 0.04, "stopped": 0.06, "shared": 0.06, "edition": 0.06,
    "alike": 0.05, "ten_day": 0.05, "half_month": 0.05, "english": 0.03, "electronic": 0.03,
    "serial_book": 0.04, "phantom": 0.03, "unregistered": 0.03, "partial": 0.05, "overseas": 0.04, "fake": 0.04,
}  # fmt: skip
"""What share of the journals is of which sort."""


class World:
    """Journals and papers while they are being invented; nothing is read from anywhere but the word lists."""

    def __init__(self, seed: int, journals: int) -> None:
        """Invent the journals; papers follow as the cases ask for them."""
        self.rng = random.Random(seed)
        self.titles = words.titles(self.rng)
        self.latin = words.latin_titles(self.rng)
        self._names = words.serial_names(self.rng)
        self._latin_names = words.latin_serial_names(self.rng)
        self._cn: set[str] = set()
        self._issn: set[str] = set()
        self._keys: set[str] = set()
        self.journals: dict[str, Row] = {}
        self.papers: list[Row] = []
        self.full: set[tuple[str, int, str]] = set()
        self.barren: set[tuple[str, int, str]] = set()
        """Issues that no source shows whole, whatever stands in them."""
        self.marked_z: set[tuple[str, int]] = set()
        """Journal-years whose supplement CNKI and VIP list as Z1."""
        self.of_sort: dict[str, list[Row]] = defaultdict(list)
        self._next: dict[tuple[str, int, str], int] = {}
        for sort, share in SORTS.items():
            while len(self.of_sort[sort]) < max(4, round(share * journals)):
                _INVENT.get(sort, World._plain)(self, sort)

    # ---------------------------------------------------------------- journals

    def serial(self, sort: str, title: str = "", field: str = "", **given: Any) -> Row:
        """Add one journal. `volume_zero`, `running`, `listed`, `habit`, `then` and `field` are for this program and are not written."""
        name, of = (title, field) if title else next(self._names)
        key = f"j{len(self.journals):04d}"
        letter = words.letters_of(of)
        frequency = given.get("frequency") or self.rng.choices(
            ("月刊", "双月刊", "季刊", "半月刊", "半年刊"), (40, 35, 15, 7, 3)
        )[0]
        row: Row = {
            "id": key, "title": name, "former": [], "cn": words.cn(self.rng, self._cn, letter), "issn": words.issn(self.rng, self._issn),
            "sponsors": [f"{name[:2]}学会"], "authority": f"{name[:2]}科学技术协会", "frequency": frequency, "place": "辽宁沈阳",
            "language": "中文", "medium": "print", "status": "active", "since": None, "until": None, "subject": of, "registered": True,
            "codes": self._codes(), "marks": [], "coverage": {source: ["1994", "2026"] for source in SOURCES} if self.rng.random() < 0.8 else {},
            "volume_zero": self.rng.randint(1955, 2005) if self.rng.random() < 0.6 else None, "running": self.rng.random() < 0.5,
            "listed": self.rng.random() < 0.75, "habit": self.rng.choice(("month", "day", "day", "none")), "field": of, "sort": sort,
            "then": given.get("then", frequency), **given,
        }  # fmt: skip
        self.journals[key] = row
        self.of_sort[sort].append(row)
        return row

    def _codes(self) -> Row:
        while True:
            key = "".join(self.rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=4))
            if key not in self._keys:
                self._keys.add(key)
                return {"cnki": key, "wanfang": key.lower() + "qk", "vip": f"{len(self._keys) + 10000}X"}

    def _plain(self, sort: str) -> None:
        self.serial(sort)

    def _renamed(self, sort: str) -> None:
        old, _ = next(self._names)
        month = self.rng.choice(("-12", "-06", ""))
        number = words.cn(self.rng, self._cn, "T") if self.rng.random() < 0.7 else None
        former = {"title": old, "from": "1980", "until": f"{self.rng.randint(2017, 2019)}{month}"}
        self.serial(sort, former=[{**former, "cn": number} if number else former], frequency="月刊")

    def _combining(self, sort: str) -> None:
        """A serial that prints combined issues; its numbers stand in pairs, so that nothing else may ask for one of them."""
        self.serial(sort, frequency=self.rng.choice(("月刊", "双月刊")))

    def _changed(self, sort: str) -> None:
        """A monthly that came out every other month in the years of the cases."""
        self.serial(sort, frequency="月刊", then="双月刊", listed=True, habit="none")

    def _undated(self, sort: str) -> None:
        """Two serials that bore the same earlier name, without dates in the registry."""
        old, _ = next(self._names)
        self.serial(sort, former=[{"title": old}])
        one = self.serial(sort, former=[{"title": old}])
        self.serial("living", former=[{"title": one["title"]}])

    def _stopped(self, sort: str) -> None:
        until = f"{self.rng.randint(2017, 2019)}-12"
        status = self.rng.choice(("stopped", "merged"))
        coverage = {source: ["1994", until] for source in SOURCES}
        self.serial(sort, status=status, until=until, coverage=coverage)

    def _shared(self, sort: str) -> None:
        one = self.serial(sort)
        for edition in ("教育版", "企业版")[: self.rng.choice((1, 1, 2))]:
            self.serial(sort, f"{one['title']}({edition})", one["field"], cn=one["cn"])

    def _edition(self, sort: str) -> None:
        one = self.serial(sort, next(self._names)[0][:2] + "理工大学学报(自然科学版)", "综合")
        self.serial(sort, one["title"].replace("自然科学版", "社会科学版"), "综合")

    def _alike(self, sort: str) -> None:
        """Two serials one character apart."""
        name, field = next(self._names)
        first, second = self.rng.sample("东西南北中", 2)
        self.serial(sort, f"{first}{name[1:]}", field)
        self.serial(sort, f"{second}{name[1:]}", field)

    def _ten_day(self, sort: str) -> None:
        self.serial(sort, frequency="旬刊")

    def _half_month(self, sort: str) -> None:
        self.serial(sort, frequency="半月刊")

    def _english(self, sort: str) -> None:
        self.serial(sort, next(self._latin_names), "机电", language="英文", frequency="双月刊")

    def _electronic(self, sort: str) -> None:
        self.serial(sort, medium="electronic", cn=words.cn(self.rng, self._cn, "T", 9801, 9899))

    def _serial_book(self, sort: str) -> None:
        """A collected serial without a CN (学术辑刊)."""
        self.serial(sort, next(self._names)[0] + "论丛", "综合", cn=None, issn=None, registered=False, frequency="半年刊")

    def _phantom(self, sort: str) -> None:
        """An edition that the registry does not know, under the number of the journal that it does."""
        one = self.serial("of_phantom")
        name = f"{one['title']}({self.rng.choice(('学术版', '理论版', '教研版'))})"
        self.serial(sort, name, one["field"], cn=one["cn"], issn=one["issn"], registered=False)

    def _unregistered(self, sort: str) -> None:
        """A title with a number that looks like a CN and is in no registry."""
        self.serial(sort, "寰球" + next(self._names)[0], "综合", registered=False)

    def _partial(self, sort: str) -> None:
        """A serial that one database alone covers, or two, and some of them from a certain year on."""
        one = self.serial(sort)
        for source in self.rng.sample(SOURCES, self.rng.choice((1, 2))):
            del one["codes"][source]
        one["coverage"] = {source: [str(self.rng.choice((1994, 2019))), "2026"] for source in one["codes"]}

    def _overseas(self, sort: str) -> None:
        """A title in Chinese registered elsewhere, without a CN."""
        self.serial(sort, "寰宇" + next(self._names)[0], "综合", cn=None, registered=False, place="香港", frequency="月刊")

    def _fake(self, sort: str) -> None:
        """A name on no register and in no database."""
        self.serial(sort, "华夏" + next(self._names)[0], "综合", cn=None, issn=None, registered=False, codes={}, coverage={})

    # ---------------------------------------------------------------- papers

    def pick(self, sort: str = "plain", **wanted: Any) -> Row:
        """Return a journal of a sort, whose keys have the wanted values if any has."""
        of = self.of_sort[sort]
        fit = [row for row in of if all(row[key] == value for key, value in wanted.items())]
        return self.rng.choice(fit or of)

    def regular(self, journal: Row) -> str:
        """Return a regular issue number of a journal."""
        return str(self.rng.randint(1, A_YEAR[journal["then"]]))

    def paper(self, journal: Row | None, authors: Iterable[str], year: int, issue: str | None, **given: Any) -> Row:
        """Add a paper on the next free pages of an issue; a third of such issues will be whole."""
        topic = next(self.titles)
        paper: Row = {
            "id": f"p{len(self.papers):05d}", "journal": journal["id"] if journal else None, "kind": "journal", "title": topic.title,
            "authors": [{"name": name, "affiliations": [words.unit(self.rng)] if self.rng.random() < 0.7 else []} for name in authors],
            "year": year, "volume": None, "issue": issue, "pages": None, "published": None, "clc": [topic.clc],
            "in": {source: {} for source in (journal["codes"] if journal else ())},
        }  # fmt: skip
        if journal and issue:
            paper["pages"] = self._pages(journal, year, issue)
            paper["volume"] = str(year - journal["volume_zero"]) if journal["volume_zero"] else None
            paper["published"] = published(journal, year, issue)
            if self.rng.random() < 0.33:
                self.full.add((journal["id"], year, issue))
        paper |= given
        self.papers.append(paper)
        return paper

    def _pages(self, journal: Row, year: int, issue: str) -> str:
        place = (journal["id"], year, issue)
        number = re.search(r"\d+", issue)
        start = 1 + 150 * (int(number[0]) - 1) if journal["running"] and number else 1
        first = self._next.get(place, start)
        last = first + self.rng.randint(2, 6)
        self._next[place] = last + 1
        return f"{first}-{last}"

    # ---------------------------------------------------------------- the end

    def finish(self, at_least: int = 5) -> list[Row]:
        """Fill the whole issues and the years without a list, and return the issue lists."""
        years: dict[tuple[str, int], set[str]] = defaultdict(set)
        held: dict[tuple[str, int, str], int] = defaultdict(int)
        for paper in self.papers:
            if paper["journal"] and paper["issue"]:
                years[paper["journal"], paper["year"]].add(paper["issue"])
                held[paper["journal"], paper["year"], paper["issue"]] += 1
        self.full -= self.barren
        for place in sorted(self.full):
            for _ in range(max(0, at_least - held[place])):
                self._filler(*place)
        rows = []
        for (key, year), issues in sorted(years.items()):
            journal = self.journals[key]
            printed = self._printed(journal, issues)
            if journal["listed"]:
                rows += [self._list(journal, year, printed, source) for source in journal["codes"]]
            else:
                for issue in printed:
                    if not held[key, year, issue] and (key, year, issue) not in self.full:
                        self._filler(key, year, issue)
        return [row for row in rows if row["issues"]]

    def _filler(self, key: str, year: int, issue: str) -> None:
        journal = self.journals[key]
        people = [words.person(self.rng) for _ in range(self.rng.randint(1, 4))]
        kind = "supplement" if "增" in issue else "combined" if "/" in issue else "journal"
        self.paper(journal, people, year, issue, kind=kind, **{"in": shown(issue, journal)})

    def _printed(self, journal: Row, issues: set[str]) -> list[str]:
        """Return all issues of a year: the regular ones but for those that went into a combined one, then what is there besides."""
        gone = {number for issue in issues if "/" in issue for number in issue.split("/")}
        regular = [str(number) for number in range(1, A_YEAR[journal["then"]] + 1) if str(number) not in gone]
        return [*regular, *sorted(issues - set(regular))]

    def _list(self, journal: Row, year: int, printed: list[str], source: str) -> Row:
        combined = sorted((one for one in printed if "/" in one), key=lambda one: int(one.split("/")[0]))
        codes = {one: code(one, source, combined) for one in printed}
        if (journal["id"], year) in self.marked_z and source != "wanfang":
            codes["增刊1"] = "Z1"
        full = [codes[one] for one in printed if (journal["id"], year, one) in self.full]
        return {"journal": journal["id"], "year": year, "source": source, "issues": list(codes.values()), "full": full}

    def write(self, folder: Path, lists: list[Row]) -> None:
        """Write the catalogue."""
        ours = ("volume_zero", "running", "listed", "habit", "field", "sort", "then")
        serials = [{key: value for key, value in row.items() if key not in ours} for row in self.journals.values()]
        for name, rows in (("journals", serials), ("papers", self.papers), ("issues", lists)):
            write(folder / f"{name}.jsonl", rows)


_INVENT = {sort: getattr(World, f"_{sort}") for sort in SORTS}


def shown(issue: str, journal: Row) -> Row:
    """Return what each source shows of an issue otherwise than its number."""
    if "增" not in issue:
        return {source: {} for source in journal["codes"]}
    number = issue.removeprefix("增刊") or "1"
    marks = {"cnki": {"issue": f"S{number}"}, "wanfang": {"issue": f"z{number}"}, "vip": {"issue": f"S{number}", "isSuppl": True}}
    return {source: marks[source] for source in journal["codes"]}


def code(issue: str, source: str, combined: list[str]) -> str:
    """Return a printed issue as a database codes it.

    >>> code("3", "cnki", []), code("7/8", "vip", ["1/2", "7/8"]), code("增刊1", "wanfang", [])
    ('03', 'Z2', 'z1')
    """
    if issue.startswith("增刊"):
        return ("z" if source == "wanfang" else "S") + (issue.removeprefix("增刊") or "1")
    if "/" in issue:
        return issue.split("/")[0] if source == "wanfang" else f"Z{combined.index(issue) + 1}"
    return issue.zfill(2) if source == "cnki" and issue.isdigit() else issue


def published(journal: Row, year: int, issue: str) -> str | None:
    """Return the day or month on which an issue came out, by the journal's habit; None where nobody shows it."""
    numbers = [int(number) for number in re.findall(r"\d+", issue)]
    count = A_YEAR[journal["then"]]
    if journal["habit"] == "none" or not numbers or "增" in issue or count > 24 or max(numbers) > count:
        return None
    month = -(-numbers[-1] * 12 // count)
    if journal["habit"] == "month" and count <= 12:
        return f"{year}-{month:02d}"
    day = 5 + zlib.crc32(journal["id"].encode()) % 20
    if count == 24:
        day = 5 if numbers[-1] % 2 else 20
    return f"{year}-{month:02d}-{day:02d}"


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8", newline="\n")
