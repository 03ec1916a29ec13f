"""A generated corpus built by `verifier corpus build`, then asked with one to three wrong characters, beside the bare library.

    python bench/corpus.py --titles 10000000 --engine tantivy      # needs the extra corpus
    python bench/corpus.py --titles 200000                         # SQLite's FTS5

The dump is written first (and kept in --folder), which is not timed. The peer is the same library used plainly on the same titles in the
same run: titles alone, cut into pairs of characters, every pair asked, its own ranking, no records, no keys, no watermark.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import corpus_cases  # noqa: E402

from verifier.retrieval.corpus import shapes  # noqa: E402
from verifier.retrieval.corpus.search import Corpus  # noqa: E402
from verifier.retrieval.corpus.store import Kept  # noqa: E402

NAME = "bench"
WRONG = (1, 2, 3)
Query = tuple[str, str, int]
"""The title as it is, as it is asked, and how many of its characters are wrong."""


def megabytes(folder: Path, name: str = "*") -> float:
    """Return what the files of a folder take."""
    return sum(path.stat().st_size for path in folder.rglob(name) if path.is_file()) / 1e6


def built(dump: Path, data: Path, engine: str) -> None:
    """Build the corpus by the command, and say what it cost."""
    words = ["corpus", "build", str(dump), "--name", NAME, "--source", "crossref", "--date", "2024-12-31", "--engine", engine, "--data", str(data)]
    load, began = os.getloadavg(), time.perf_counter()
    subprocess.run([sys.executable, "-m", "verifier", *words], check=True, cwd=ROOT)
    wall, spent = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"build: {wall:.0f} s wall, {spent.ru_utime + spent.ru_stime:.0f} s CPU, peak {spent.ru_maxrss / 1024:.0f} MB "
          f"(load {load[0]:.1f} before, {os.getloadavg()[0]:.1f} after)")  # fmt: skip


def sizes(folder: Path) -> None:
    """Print what lies on the disk, by its kind."""
    rows = sqlite3.connect(f"file:{folder / 'corpus.sqlite3'}?mode=ro", uri=True)
    records, runs = (rows.execute(f"SELECT sum(length(packed)) FROM {table}").fetchone()[0] / 1e6 for table in ("block", "run"))
    whole = megabytes(folder)
    print(f"disk: {whole:.0f} MB; records {records:.0f}, exact keys {runs:.0f}, titles and the rest {whole - records - runs:.0f}")


def queries(corpus: Corpus, count: int) -> list[Query]:
    """Return titles of the corpus, drawn at random, a third each with one, two and three wrong characters."""
    dice = random.Random(11)
    drawn = (shapes.title(corpus.store.get(dice.randrange(corpus.manifest.records)).raw) for _ in range(count))
    return [(title, corpus_cases.spoiled(title, WRONG[place % 3], dice), WRONG[place % 3]) for place, title in enumerate(drawn)]


def asked(label: str, every: list[Query], ask: Callable[[str], list[str]]) -> None:
    """Time the queries one by one and print percentiles and recall."""
    for _, spoiled, _ in every[:30]:
        ask(spoiled)
    took, spent, found = [], [], dict.fromkeys(WRONG, 0)
    for title, spoiled, wrong in every:
        began, used = time.perf_counter(), time.thread_time()
        titles = ask(spoiled)
        took.append(time.perf_counter() - began)
        spent.append(time.thread_time() - used)
        found[wrong] += title in titles
    took.sort()
    spent.sort()
    shares = ", ".join(f"{wrong} wrong {found[wrong] / max(sum(one[2] == wrong for one in every), 1):.4f}" for wrong in WRONG)
    print(f"{label}: p50 {took[len(took) // 2] * 1e3:.2f} ms, p99 {took[len(took) * 99 // 100] * 1e3:.2f} ms "
          f"(CPU {spent[len(spent) // 2] * 1e3:.2f} and {spent[len(spent) * 99 // 100] * 1e3:.2f}), "
          f"recall@10 {sum(found.values()) / len(every):.4f} ({shares}), n={len(every)}, load {os.getloadavg()[0]:.1f}")  # fmt: skip


def exact(corpus: Corpus, count: int) -> None:
    """Time exact look-ups by DOI and by place, and see that every record is found."""
    dice = random.Random(12)
    drawn = (corpus.store.get(dice.randrange(corpus.manifest.records)) for _ in range(count * 10))
    every = [kept for kept in drawn if b'"DOI":"10.0/' not in kept.raw][:count]  # a stand-in for no DOI is shared by many
    ways: tuple[tuple[str, Callable[[shapes.Shaped], list[Kept]]], ...] = (
        ("DOI", lambda one: corpus.by_doi(one.doi)), ("place", lambda one: corpus.by_place(one.places)),
    )  # fmt: skip
    for label, way in ways:
        took, missed = [], 0
        for kept in every:
            shaped = shapes.shaped("crossref", kept.raw)
            assert isinstance(shaped, shapes.Shaped)
            began = time.perf_counter()
            found = way(shaped)
            took.append(time.perf_counter() - began)
            missed += kept.number not in {one.number for one in found}
        took.sort()
        print(f"by {label}: p50 {took[count // 2] * 1e3:.2f} ms, p99 {took[count * 99 // 100] * 1e3:.2f} ms, missed {missed} of {count}")


def titles(dump: Path) -> Iterator[str]:
    """Yield the titles of a dump."""
    for path in sorted(dump.glob("*.gz")):
        with gzip.open(path, "rb") as lines:
            for line in lines:
                yield msgspec.json.decode(line)["title"][0]


def pairs(title: str) -> list[str]:
    """Return every pair of neighbouring characters of a title."""
    plain = title.lower().replace(" ", "_")
    return list(dict.fromkeys(plain[place : place + 2] for place in range(len(plain) - 1)))


def bare_fts5(dump: Path, folder: Path) -> Callable[[str], list[str]]:
    """Index the titles by plain FTS5."""
    rows = sqlite3.connect(folder / "bare.sqlite3")
    rows.execute("CREATE VIRTUAL TABLE bare USING fts5(pairs, title UNINDEXED, tokenize='ascii')")
    rows.executemany("INSERT INTO bare VALUES (?, ?)", ((" ".join(pairs(one)).replace("_", "·"), one) for one in titles(dump)))
    rows.commit()
    wanted = "SELECT title FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT 10"
    return lambda asked: [one for (one,) in rows.execute(wanted, (" OR ".join(f'"{pair.replace("_", "·")}"' for pair in pairs(asked)),))]


def bare_tantivy(dump: Path, folder: Path) -> Callable[[str], list[str]]:
    """Index the titles by plain tantivy."""
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("title", stored=True, tokenizer_name="pairs", index_option="freq").build()
    lib: Any = tantivy
    index = lib.Index(schema, str(folder))
    index.register_tokenizer("pairs", lib.TextAnalyzerBuilder(lib.Tokenizer.ngram(2, 2)).filter(lib.Filter.lowercase()).build())
    writer = index.writer(160_000_000, 1)
    for one in titles(dump):
        document = lib.Document()
        document.add_text("title", one)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(asked: str) -> list[str]:
        every = [(lib.Occur.Should, lib.Query.term_query(schema, "title", pair.replace("_", " "), "freq")) for pair in pairs(asked)]
        return [searcher.doc(place)["title"][0] for _, place in searcher.search(lib.Query.boolean_query(every), 10, count=False).hits]

    return ask


def peer(dump: Path, engine: str, every: list[Query]) -> None:
    """Build and ask the bare library."""
    with tempfile.TemporaryDirectory() as place:
        load, began, spent = os.getloadavg(), time.perf_counter(), time.process_time()
        ask = (bare_tantivy if engine == "tantivy" else bare_fts5)(dump, Path(place))
        print(f"bare {engine}, build: {time.perf_counter() - began:.0f} s wall, {time.process_time() - spent:.0f} s CPU, {megabytes(Path(place)):.0f} MB "
              f"(load {load[0]:.1f} before)", flush=True)  # fmt: skip
        asked(f"bare {engine}", every, ask)


def main() -> None:
    """Run it all."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--titles", type=int, default=100_000)
    words.add_argument("--engine", choices=("fts5", "tantivy"), default="fts5")
    words.add_argument("--queries", type=int, default=1500)
    words.add_argument("--folder", type=Path, help="where the dump is kept; a temporary folder by default")
    words.add_argument("--no-peer", action="store_true")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        dump = (given.folder or Path(place)) / f"dump-{given.titles}"
        if not (dump / "README").exists():
            for _ in corpus_cases.write(dump, given.titles):
                pass
            (dump / "README").write_text("generated by bench/corpus_cases.py\n")
        data = Path(place) / "data"
        print(f"{given.titles} titles, {given.engine}, dump {megabytes(dump):.0f} MB gzip", flush=True)
        built(dump, data, given.engine)
        folder = data / "corpus" / "live" / NAME
        sizes(folder)
        corpus = Corpus(folder)
        every = queries(corpus, given.queries)
        asked("corpus", every, lambda spoiled: [shapes.title(hit.kept.raw) for hit in corpus.by_title(spoiled)])
        exact(corpus, min(given.queries, 1000))
        corpus.close()
        sys.stdout.flush()
        if not given.no_peer:
            peer(dump, given.engine, every)


if __name__ == "__main__":
    main()
