"""How well references are read, beside a peer: clean and damaged, Chinese and English, with speed and memory.

    python -m bench.read_references [--data DIR] [--peers DIR] [--peer-python PYTHON] [--each N] [--lines N] [--worst N]

`--data DIR` holds references.jsonl (`text`, `fields`, `unprinted`, `type_from`, `lang`, `work`), records.jsonl (papers to damage) and,
for the speed of a plain list, citations.jsonl (`text`); without it the project's own examples are measured. `--peers DIR` holds
regex_baseline.py with a function `parse(text)`; without it the expression in bench/hack.py stands for it. `--peer-python` names a Python
that has refextract and academic-refchecker. A part of the works, chosen by a digest of their name, was kept aside while the readers were
written and is reported apart.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench import damage, equality, styles  # noqa: E402 - the project's folder is put on the path first
from bench.peers import Parser, all_parsers, ours  # noqa: E402
from verifier.readers import read  # noqa: E402

_SUPPLEMENT = re.compile(r"增|suppl|^s\d*$", re.I)


def is_aside(work: str) -> bool:
    """Tell whether a work belongs to the twentieth that was kept aside."""
    return int(hashlib.sha256(work.encode()).hexdigest(), 16) % 20 == 10


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def references(data: Path | None) -> list[dict[str, Any]]:
    """Return the references to read, with their right fields."""
    if data is not None:
        return [row for row in rows(data / "references.jsonl") if not row.get("double_block")]
    out = []
    for name in ("standard", "kinds", "styles", "damage", "nearmisses", "foreign", "notes", "messes"):
        for row in rows(ROOT / "fixtures" / "citations" / f"{name}.jsonl"):
            fields = {field: row[field] for field in equality.FIELDS if row.get(field)}
            unknown = {field: ours(row["text"])[field] for field in equality.FIELDS if field not in row}
            han = re.search(r"[\u3400-\u9fff]", row["text"])
            known = {"lang": "zh" if han else "en", "work": row["id"], "type_from": "source"}
            out.append({"text": row["text"], "fields": fields, "unprinted": unknown, **known})
    return out


def group(row: dict[str, Any]) -> str:
    """Return the group that a row is counted in."""
    kind = (row["fields"].get("type") or "?").split("/")[0]
    return ("zh-" if row.get("lang") == "zh" else "other-") + (kind if kind in equality.CORE else "rest")


def table(title: str, sample: list[dict[str, Any]], parsers: dict[str, Parser], worst: int) -> None:
    """Print whole references and field F1 by group for each parser, and the worst misses of the first."""
    print(f"\n## {title}: {len(sample)} references")
    print(f"{'group':12}{'rows':>6}" + "".join(f"{name + ' whole':>18}{'F1':>7}{'invented':>10}" for name in parsers))
    tally: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: {name: Counter() for name in parsers})
    misses = []
    texts = [" ".join(row["text"].split()) for row in sample]
    for name, parse in parsers.items():
        for row, got in zip(sample, parse(texts), strict=True):
            outcome = equality.judge(row, got)
            whole = equality.is_whole(row, outcome)
            for key in (group(row), "all zh" if row.get("lang") == "zh" else "all other", "all"):
                tally[key][name].update([*outcome.values(), "rows", *(["whole"] if whole else [])])
            if name == "ours" and not whole:
                misses.append((row, outcome))
    for key in sorted(tally, key=lambda key: (key.startswith("all"), key)):
        cells = "".join(_cells(tally[key][name]) for name in parsers)
        print(f"{key:12}{tally[key]['ours']['rows']:6}{cells}")
    for row, outcome in misses[:worst]:
        print("  ", {field: result for field, result in outcome.items() if result != "ok"}, row["text"][:140])


def _cells(count: Counter[str]) -> str:
    right, n = count["ok"], count["rows"]
    f1 = 2 * right / max(1, 2 * right + 2 * count["wrong"] + count["missing"] + count["invented"])
    return f"{count['whole']:9}/{n} {count['whole'] / n:.3f}{f1:7.3f}{count['invented']:10}"


def papers(data: Path | None) -> list[damage.Paper]:
    """Return Chinese journal papers with all fields, to be damaged."""
    found = rows(data / "records.jsonl") if data else [_as_record(row) for row in rows(ROOT / "fixtures" / "citations" / "standard.jsonl")]
    out = []
    for row in found:
        names = row.get("authors") or []
        full = row.get("type") == "J" and all(row.get(key) for key in ("title", "journal", "year", "issue", "pages"))
        people = names and all(re.fullmatch(r"[\u3400-\u9fff]{2,4}", name) for name in names)
        if full and people and re.search(r"[\u3400-\u9fff]", row["title"]) and "<" not in row["title"]:
            issue, volume = str(row["issue"]).lstrip("0") or "1", row.get("volume") or None
            out.append(damage.Paper(row["title"], tuple(names), row["journal"], str(row["year"]), volume, issue, row["pages"]))
    return out


def _as_record(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"journal": row.get("container"), "type": "J"}


def as_row(text: str, shown: damage.Paper) -> dict[str, Any]:
    """Return a rendered paper as a row that can be judged."""
    fields = {
        "type": "J",
        "title": shown.title,
        "authors": list(shown.authors),
        "container": shown.journal,
        "year": shown.year,
        "volume": shown.volume,
        "issue": shown.issue,
        "pages": shown.pages,
    }
    doi = {"doi": ours(text)["doi"]}
    return {"text": text, "fields": fields, "unprinted": doi, "type_from": "source", "lang": "zh"}


def damaged(data: Path | None, each: int, parsers: dict[str, Parser]) -> None:
    """Print whole references by kind of damage, and whether a supplement is seen as one."""
    sample, rng = papers(data), random.Random(7)
    print(f"\n## damage: {len(damage.KINDS)} kinds, {each} papers each from {len(sample)}")
    total: dict[str, Counter[bool]] = {name: Counter() for name in parsers}
    supplements: Counter[bool] = Counter()
    for kind, render in damage.KINDS.items():
        count: dict[str, Counter[bool]] = {name: Counter() for name in parsers}
        rows = [as_row(*render(rng.choice(sample), rng)) for _ in range(each)]
        for name, parse in parsers.items():
            for row, got in zip(rows, parse([row["text"] for row in rows]), strict=True):
                count[name][equality.is_whole(row, equality.judge(row, got))] += 1
                if name == "ours":
                    supplements[bool(_SUPPLEMENT.search(got["issue"] or "")) == bool(_SUPPLEMENT.search(row["fields"]["issue"]))] += 1
        for name in parsers:
            total[name].update(count[name])
        print(f"{kind:22}" + "".join(f"{name:>8} {count[name][True]:4}/{each} {count[name][True] / each:.3f}" for name in parsers))
    for name in parsers:
        print(f"all damage, {name}: {total[name][True]}/{total[name].total()} {total[name][True] / total[name].total():.3f}")
    print(f"supplement or not: {supplements[True]}/{supplements.total()} {supplements[True] / supplements.total():.4f}")


def english(data: Path | None, parsers: dict[str, Parser]) -> None:
    """Print whole references by English style, rendered from the journal papers of references.jsonl."""
    if data is None:
        return
    works = {}
    for row in references(data):
        fields = row["fields"]
        full = all(fields.get(key) for key in ("title", "authors", "container", "year", "volume", "pages"))
        if row["lang"] == "en" and fields.get("type") == "J" and full and len(fields["authors"]) == row["n_authors_source"]:
            pages = fields["pages"].replace("–", "-")
            names = tuple(fields["authors"])
            works[row["work"]] = damage.Paper(
                fields["title"], names, fields["container"], fields["year"], fields["volume"], fields.get("issue") or "", pages
            )
    print(f"\n## English styles, {len(works)} papers each")
    for name, render in styles.STYLES.items():
        shown = []
        for paper in works.values():
            row = as_row(render(paper), paper)
            limit = 1 if name == "mla" and len(paper.authors) > 2 else 6 if name == "vancouver" else len(paper.authors)
            row["fields"]["authors"] = row["fields"]["authors"][:limit]
            shown.append(row)
        line = ""
        for peer, parse in parsers.items():
            got = parse([row["text"] for row in shown])
            right = sum(equality.is_whole(row, equality.judge(row, one)) for row, one in zip(shown, got, strict=True))
            line += f"{peer:>12}{right:5}/{len(works)} {right / len(works):.3f}"
        print(f"{name:12}{line}")


def lines(sample: list[dict[str, Any]], count: int) -> Iterator[str]:
    """Yield `count` lines, the sample again and again with its number before it."""
    for at in range(count):
        yield f"[{at % 900 + 1}] {sample[at % len(sample)]['text']}"


def speed(sample: list[dict[str, Any]], count: int) -> None:
    """Print references a second on one core, and memory after the first tenth and at the end."""
    started, early = time.process_time(), 0
    for at, line in enumerate(lines(sample, count)):
        read(line, "1")
        if at == count // 10:
            early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = time.process_time() - started
    late = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory = f"memory {early // 1024} MB after a tenth, {late // 1024} MB at the end"
    print(f"\n## speed: {count} lines in {spent:.1f} CPU s = {count / spent:,.0f}/s; {memory}")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path)
    options.add_argument("--peers", type=Path)
    options.add_argument("--peer-python")
    options.add_argument("--each", type=int, default=100)
    options.add_argument("--lines", type=int, default=100_000)
    options.add_argument("--worst", type=int, default=0)
    given = options.parse_args()
    parsers = all_parsers(given.peers, given.peer_python)
    sample = references(given.data)
    table("references, read while writing", [row for row in sample if not is_aside(row["work"])], parsers, given.worst)
    table("references, kept aside", [row for row in sample if is_aside(row["work"])], parsers, 0)
    damaged(given.data, given.each, parsers)
    english(given.data, parsers)
    citations = given.data / "citations.jsonl" if given.data else None
    speed(rows(citations) if citations and citations.exists() else sample, given.lines)
    speed(sample, given.lines)


if __name__ == "__main__":
    main()
