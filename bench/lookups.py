"""How many lookups a second, over the stub sites of a catalogue: asked of the sites, out of the cache, out of the archive.

    python bench/lookups.py [--data DIR] [--questions N] [--rounds N] [--raw FILE]

A lookup is what one source said to one question, all its pages read. `one by one` is the ladder climbed by requests, one source
after another; `all sources at once` is what `verifier check` does; `crawl` is `verifier batch`, start of the child included. `cache`
and `archive` send nothing, on one core, the answers already fetched; beside the clock's rate stands that by the seconds of the
processor, which other people's load on the machine does not spoil. `kept walks` is the cache as a later batch finds it. There is no peer.
`--data DIR` is a catalogue; else the packaged one.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from verifier.model import Lookup, Question, SourceResult  # noqa: E402
from verifier.retrieval.archive import Archive, archive_folder  # noqa: E402
from verifier.retrieval.cache import cache_folder, open_cache  # noqa: E402
from verifier.retrieval.crawl import crawl  # noqa: E402
from verifier.retrieval.lookup import Driver, OfflineDriver, ahead, look_up, recall  # noqa: E402
from verifier.retrieval.rederive import ArchiveDriver, OfItem, Refusals  # noqa: E402
from verifier.retrieval.wire import now  # noqa: E402
from verifier.serving import serving  # noqa: E402
from verifier.settings import Settings, stub_hosts  # noqa: E402

Looked = list[tuple[Lookup, ...]]


def questions(catalogue: Path, count: int) -> list[Question]:
    """Return a question for papers spread over a catalogue."""
    rows: dict[str, list[dict[str, Any]]] = {
        name: [json.loads(line) for line in (catalogue / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in ("journals", "papers")
    }
    titles = {row["id"]: row["title"] for row in rows["journals"]}
    papers = [row for row in rows["papers"] if row.get("journal") in titles]
    return [
        Question(
            id=str(number),
            type="J",
            title=row["title"],
            authors=tuple(author["name"] for author in row.get("authors", [])),
            journal=titles[row["journal"]],
            year=str(row.get("year") or "") or None,
            issue=row.get("issue"),
        )
        for number, row in enumerate(papers[:: max(1, len(papers) // count)][:count])
    ]


def timed(work: Callable[[], Looked]) -> tuple[float, Looked]:
    """Return the seconds that some work took, and what it brought."""
    started = time.perf_counter()
    looked = work()
    return time.perf_counter() - started, looked


def timed_crawl(asked: list[Question], settings: Settings) -> float:
    """Return the seconds of a crawl."""
    started = time.perf_counter()
    crawl(asked, settings)
    return time.perf_counter() - started


def one_by_one(asked: list[Question], settings: Settings) -> Looked:
    """Ask the sites one question after another."""
    with open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive, Driver(settings, cache, archive) as driver:
        return [look_up(question, driver) for question in asked]


def at_once(asked: list[Question], settings: Settings) -> Looked:
    """Ask all sites at once, as a single check does."""
    with (
        open_cache(cache_folder(settings)) as cache,
        Archive(archive_folder(settings)) as archive,
        Driver(settings, cache, archive) as driver,
        ahead(asked, driver) as answers,
    ):
        return [answers(question) for question in asked]


def from_cache(asked: list[Question], settings: Settings) -> Looked:
    """Answer from the cache alone."""
    with open_cache(cache_folder(settings)) as cache:
        driver = OfflineDriver(cache, settings)
        return [look_up(question, driver) for question in asked]


def from_walks(asked: list[Question], settings: Settings) -> Looked:
    """Answer from the walks that are kept beside the cache, as the batch does; what is not kept is walked and then kept."""
    with open_cache(cache_folder(settings)) as cache:
        driver = OfflineDriver(cache, settings)
        return [recall(question, driver) for question in asked]


def from_archive(asked: list[Question], settings: Settings, looked: Looked) -> Looked:
    """Answer from the archive alone, every page read again."""
    archive = Archive(archive_folder(settings))
    evidence = {entry.id for lookups in looked for lookup in lookups for entry in lookup.evidence}
    driver = ArchiveDriver(archive, evidence, Refusals(archive.refusals()))
    until = now().isoformat()
    said = [{lookup.source: SourceResult(state=lookup.state, at=until) for lookup in lookups} for lookups in looked]
    return [look_up(question, OfItem(driver, one)) for question, one in zip(asked, said, strict=True)]


def asked_for(looked: Looked) -> int:
    """Return how many lookups really asked: a source that is not asked such a question costs nothing and does not count."""
    return sum(bool(lookup.trail) for lookups in looked for lookup in lookups)


def round_of(asked: list[Question], url: str) -> dict[str, float]:
    """Return the seconds of each way, each over a data folder of its own, the last two over the crawl's."""
    seconds = {}
    for name, way in (("one by one", one_by_one), ("all sources at once", at_once)):
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(data=folder, hosts=stub_hosts(url), realm="demo-bench")
            seconds[name], looked = timed(lambda: way(asked, settings))  # noqa: B023 - called at once
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=folder, hosts=stub_hosts(url), realm="demo-bench")
        seconds["crawl"] = timed_crawl(asked, settings)
        from_cache(asked[:3], settings)  # what is imported late is imported now
        started = time.process_time()
        seconds["cache"], looked = timed(lambda: from_cache(asked, settings))
        between = time.process_time()
        seconds["archive"], again = timed(lambda: from_archive(asked, settings, looked))
        seconds |= {"cache, processor": between - started, "archive, processor": time.process_time() - between}
        from_walks(asked, settings)
        started = time.process_time()
        seconds["kept walks"], kept = timed(lambda: from_walks(asked, settings))
        seconds["kept walks, processor"] = time.process_time() - started
        assert again == looked == kept
    return {"lookups": asked_for(looked), **seconds}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "fixtures" / "catalogue", help="a catalogue")
    parser.add_argument("--questions", type=int, default=200, help="papers of the catalogue to look up")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--raw", type=Path, help="write every round's seconds to this JSON file")
    given = parser.parse_args()
    asked = questions(given.data, given.questions)
    with serving(given.data) as url:
        rounds = [round_of(asked, url) for _ in range(given.rounds)]
    for name in list(rounds[0])[1:]:
        rates = sorted(one["lookups"] / one[name] for one in rounds)
        print(f"{name:20} {statistics.median(rates):7.0f} lookups/s  ({rates[0]:.0f}-{rates[-1]:.0f})")
    print(f"{len(asked)} questions, {rounds[0]['lookups']} lookups that asked")
    if given.raw:
        given.raw.write_text(json.dumps(rounds, indent=1) + "\n")


if __name__ == "__main__":
    main()
