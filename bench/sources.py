"""The sources, measured: reading list pages beside bare parsel, requests for a batch, and damaged pages.

    python bench/sources.py [--runs N] [--citations N] [--issues N] [--fuzz N] [--data DIR]

Three list pages of the stub sites (CNKI's result grid, VIP's result list, Wanfang's contents) are read by the adapters and by the same
fields picked with bare parsel: milliseconds a page, the least of the runs, and their ratio. A batch of citations over a generated
catalogue counts the answers that every database gave, by kind. Saved pages are cut, renamed and recoded at random: a record that the
whole page does not hold counts as invented. `--data DIR` names a catalogue to serve in place of the generated one; then each of its
journal papers is a citation.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from msgspec.structs import replace  # noqa: E402 - the checkout comes first
from parsel import Selector  # noqa: E402

from verifier.model import Ask, Page, Question, Step  # noqa: E402
from verifier.retrieval.archive import Archive, archive_folder  # noqa: E402
from verifier.retrieval.cache import cache_folder, open_cache  # noqa: E402
from verifier.retrieval.lookup import Driver, look_up  # noqa: E402
from verifier.settings import Settings, stub_hosts  # noqa: E402
from verifier.sources import BY_NAME  # noqa: E402
from verifier.stub import Stub  # noqa: E402

DATABASES = ("cnki", "wanfang", "vip")
MOST_RATIO, MOST_CONTENTS = 1.2, 0.4
PARTS = ("虚构减速器", "疲劳", "振动", "热变形", "装配", "刚度", "润滑", "密封", "误差", "补偿", "试验", "仿真", "设计", "应用", "分析", "研究")

# ---------------------------------------------------------------- a catalogue


def catalogue(folder: Path, issues: int, papers: int, rng: random.Random) -> None:
    """Write a catalogue of so many monthly issues with `papers` papers each."""
    journals, rows = [], []
    for number in range((issues + 11) // 12):
        key = f"j{number:03}"
        code = "".join(chr(65 + number // 26**place % 26) for place in range(4))
        journals.append({
            "id": key, "title": f"虚构工程学报{number:03}", "cn": f"21-{4000 + number}/TH", "issn": f"2{number:03}-1001", "registered": True,
            "frequency": "月刊", "codes": {"cnki": code, "wanfang": f"xj{number:03}x", "vip": f"9{number:04}X"},
        })  # fmt: skip
        for issue in range(1, min(12, issues - number * 12) + 1):
            rows += [_paper(key, number, issue, place, rng) for place in range(papers)]
    for name, lines in (("journals", journals), ("papers", rows)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def _paper(key: str, number: int, issue: int, place: int, rng: random.Random) -> dict[str, Any]:
    return {
        "id": f"{key}-{issue}-{place}", "journal": key, "kind": "journal", "year": 2020, "volume": "12", "issue": str(issue),
        "title": f"{''.join(rng.sample(PARTS, 7))}之{number:03}{issue:02}{place:02}", "pages": f"{place * 6 + 1}-{place * 6 + 5}",
        "authors": [{"name": rng.choice("郗仇濮嵇邴戚") + rng.choice("砚知远澈攸") + rng.choice("衿明渡苗")} for _ in range(3)],
        "clc": ["TH16"], "published": f"2020-{issue:02}-20", "in": {"cnki": {}, "wanfang": {}, "vip": {}},
    }  # fmt: skip


def questions(folder: Path, count: int | None, rng: random.Random) -> list[Question]:
    """Return a question for every paper in a journal of a catalogue, or for `count` of them."""
    titles = {row["id"]: row["title"] for row in _lines(folder / "journals.jsonl")}
    papers = [row for row in _lines(folder / "papers.jsonl") if row.get("journal") in titles and row.get("kind") == "journal"]
    chosen = rng.sample(papers, count) if count is not None and count < len(papers) else papers
    return [
        Question(
            id=str(number), type="J", title=row["title"], authors=tuple(one["name"] for one in row.get("authors", ())),
            journal=titles[row["journal"]], year=str(row["year"]), issue=row.get("issue"), pages=row.get("pages"),
        )
        for number, row in enumerate(chosen)
    ]  # fmt: skip


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text("utf-8").splitlines():
        yield json.loads(line)


# ---------------------------------------------------------------- reading, beside bare parsel


def bare_grid(text: str) -> list[dict[str, Any]]:
    """Pick CNKI's rows with parsel and nothing else."""
    return [
        {
            "title": "".join(row.css("td.name a.fz14 ::text").getall()).strip(),
            "authors": row.css("td.author a::text").getall(),
            "journal": "".join(row.css("td.source ::text").getall()).strip(),
            "date": "".join(row.css("td.date ::text").getall()).strip(),
            "kind": "".join(row.css("td.data ::text").getall()).strip(),
            "marks": row.css("td.name b.marktip::text, td.name i::text").getall(),
            "table": row.css("[data-dbname]::attr(data-dbname)").get(),
            "id": row.css("[data-filename]::attr(data-filename)").get(),
        }
        for row in Selector(text=text).css("table.result-table-list > tbody > tr")
    ]


def bare_vip(text: str) -> list[dict[str, Any]]:
    """Pick VIP's rows with parsel and nothing else."""
    return [
        {
            "title": "".join(row.css("dt a ::text").getall()).strip(),
            "id": row.css("dt a::attr(articleid)").get(),
            "authors": [one.strip() for one in row.css(".author a ::text").getall()],
            "journal": "".join(row.css(".from a ::text").getall()).strip("《》"),
            "place": re.match(r"(\d{4})年.*?第(.+?)期\s*([^,共]*)", "".join(row.css(".vol ::text").getall()).strip()),
        }
        for row in Selector(text=text).css("#remark dl")
    ]


def bare_contents(text: str) -> list[dict[str, Any]]:
    """Pick the rows of Wanfang's contents with parsel and nothing else."""
    return [
        {
            "title": "".join(row.css("a[href] h2 ::text").getall()).strip(),
            "id": row.css("input[docuid]::attr(docuid)").get(),
            "authors": row.css("wf-author ::text").getall(),
            "pages": "".join(row.css(".pages ::text").getall()).strip("()"),
            "column": "".join(row.css(".column ::text").getall()).strip(),
        }
        for row in Selector(text=text).css("wf-article-item")
    ]


BARE: dict[str, Callable[[str], list[dict[str, Any]]]] = {"cnki": bare_grid, "vip": bare_vip, "wanfang": bare_contents}


def list_pages(base: str) -> dict[str, Page]:
    """Fetch one long list page of each database."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=folder, hosts=stub_hosts(base), realm="demo-bench")
        with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive, Driver(settings, cache, archive) as driver:
            search = Step(kind="search", field="title", text=PARTS[0])
            contents = Step(kind="contents", key="xj000x", year="2020", issue="1", journal="虚构工程学报000")
            asks = {"cnki": BY_NAME["cnki"].ask(search), "vip": BY_NAME["vip"].ask(search), "wanfang": BY_NAME["wanfang"].ask(contents)}
            return {name: driver.fetch(ask).page for name, ask in asks.items()}


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the least time of several runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def reading(base: str, runs: int) -> bool:
    """Print each page's time beside the peer's; False where one is slower than it may be."""
    fine = True
    for name, page in list_pages(base).items():
        answer = BY_NAME[name].read(page)
        rows = len(answer.records) or len(answer.contents.records if answer.contents else ())
        peer = BARE[name](page.body.decode())
        assert rows == len(peer), (name, rows, len(peer))
        assert all(row["id"] and row["title"] for row in peer)
        ours = seconds(lambda name=name, page=page: BY_NAME[name].read(page), runs)  # type: ignore[misc]
        theirs = seconds(lambda name=name, page=page: BARE[name](page.body.decode()), runs)  # type: ignore[misc]
        fine = fine and ours <= MOST_RATIO * theirs
        print(f"read {name:8} {rows:3} rows {len(page.body) // 1024:4} kB   ours {ours * 1e3:6.2f} ms   parsel {theirs * 1e3:6.2f} ms   ratio {ours / theirs:4.2f}")
    return fine


# ---------------------------------------------------------------- requests


def requests(base: str, asked: list[Question]) -> bool:
    """Print how many answers each database gave for a batch; False where contents cost more than they may."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=folder, hosts=stub_hosts(base), realm="demo-bench")
        start = time.perf_counter()
        with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive, Driver(settings, cache, archive) as driver:
            found = Counter(lookup.source for one in asked for lookup in look_up(one, driver) if lookup.state == "found")
            took = time.perf_counter() - start
            given = Counter((entry.source, _kind(entry.key[1])) for entry in archive.entries())
    places = {(one.journal, one.year, one.issue) for one in asked}
    print(f"batch of {len(asked)} citations in {len(places)} issues, {took:.0f} s over stubs without pace")
    fine = True
    for name in DATABASES:
        counts = {kind: given[name, kind] for kind in ("journal", "issues", "contents", "search", "detail")}
        share = counts["contents"] / len(asked)
        fine = fine and share <= MOST_CONTENTS
        told = "   ".join(f"{kind} {count}" for kind, count in counts.items())
        print(f"  {name:8} found {found[name]}   {told}   contents a citation {share:.3f}, details {counts['detail'] / len(asked):.3f}")
    return fine


KINDS = {"identity": "journal", "journals": "journal", "articles": "journal", "summary": "journal", "open": "search", "by_title": "detail",
         "www": "detail", "article": "detail"}  # fmt: skip


def _kind(shape: str) -> str:
    return KINDS.get(shape, shape)


# ---------------------------------------------------------------- damage


CODINGS = ("gb18030", "utf-16", "utf-8-sig", "big5hkscs", "shift_jis", "latin-1")


def saved() -> Iterator[Page]:
    """Yield every saved page that shows records."""
    for case in sorted((ROOT / "fixtures" / "sites").glob("*/expected/*.json")):
        told = json.loads(case.read_text("utf-8"))
        if told["answer"]["state"] != "found" or told.get("status"):
            continue
        source = BY_NAME[case.parents[1].name]
        ask: Ask = source.ask(Step(**{key: tuple(map(tuple, value)) if key == "hints" else value for key, value in told["step"].items()}))
        if "shape" in told:
            ask = replace(ask, key=(ask.key[0], told["shape"], *ask.key[2:]))
        body = (case.parents[1] / "pages" / told["page"]).read_bytes()
        yield Page(ask=ask, status=200, url=told.get("url", f"http://127.0.0.1/{ask.path}"), body=body, fetched="2021-08-01T10:00:00+08:00")


def facts(page: Page) -> set[tuple[object, ...]]:
    """Return what a reading states of papers."""
    answer = BY_NAME[page.ask.source].read(page)
    records = [*answer.records, *(answer.contents.records if answer.contents else ())]
    return {(one.id, one.title, one.pages, one.issue, tuple(who.name for who in one.authors or ())) for one in records}


def spoiled(body: bytes, rng: random.Random) -> bytes:
    """Return a body cut, recoded, or with names of its layout changed; sometimes all of it."""
    if rng.random() < 0.5:
        names = sorted(set(re.findall(rb'(?:class|id)="([A-Za-z][\w-]{1,30})"', body)))
        for name in rng.sample(names, min(len(names), rng.randint(1, 3))):
            if not re.search(rb"\d{4}", name):
                body = re.sub(rb"(?<![\w-])" + re.escape(name) + rb"(?![\w-])", name + b"-v2", body)
    if rng.random() < 0.4:
        with contextlib.suppress(UnicodeDecodeError):
            body = body.decode("utf-8").encode(rng.choice(CODINGS), "xmlcharrefreplace")
    return body[: rng.randrange(len(body))] if rng.random() < 0.5 and body else body


def damage(count: int, rng: random.Random) -> bool:
    """Print how many spoiled pages were read, and how many records were invented or zeros made up; False where there is one."""
    pages = list(saved())
    whole = [facts(page) for page in pages]
    states: Counter[str] = Counter()
    invented = zeros = 0
    for _ in range(count):
        place = rng.randrange(len(pages))
        page = replace(pages[place], body=spoiled(pages[place].body, rng))
        answer = BY_NAME[page.ask.source].read(page)
        states[answer.state.value] += 1
        zeros += answer.state == "not_found"
        # a name of the layout may be lost, so that a field is not read; a value that the page does not hold must never appear
        titles = {fact[:2] for fact in whole[place]}
        invented += sum(fact[:2] not in titles for fact in facts(page))
    print(f"damaged pages {count} of {len(pages)} kinds: invented records {invented}, zeros made up {zeros}   {dict(states.most_common())}")
    return not invented and not zeros


def main() -> int:
    """Measure everything; exit code 1 where a figure is worse than it may be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("runs", 30), ("citations", 2000), ("issues", 300), ("fuzz", 20_000), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as made:
        catalogue(Path(made), given.issues, 20, rng)
        with Stub(Path(made)) as base:
            fine = reading(base, given.runs)
            if given.data is None:
                fine = requests(base, questions(Path(made), given.citations, rng)) and fine
        if given.data is not None:
            with Stub(given.data) as base:
                fine = requests(base, questions(given.data, None, rng)) and fine
    return 0 if damage(given.fuzz, rng) and fine else 1


if __name__ == "__main__":
    sys.exit(main())
