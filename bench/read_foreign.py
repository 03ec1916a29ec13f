"""How well foreign references are read in the layouts of many house styles, on works by kind and layout.

    python -m bench.read_foreign --data DIR [--each N] [--kind J] [--layout NAME] [--worst N] [--closed]

The works come from DIR at run time: answers of Crossref (cassettes_crossref.jsonl) with all their fields, and the foreign works of
references.jsonl. Each is printed in layouts of its kind; a Crossref title also stands for the rarer kinds (thesis, news, report …),
under a university, paper or number of our own. A tenth of the works is closed: it is measured with `--closed`, never looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import random
import re
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench import equality  # noqa: E402 - the project's folder is put on the path first
from bench.foreign_articles import ARTICLES  # noqa: E402
from bench.foreign_others import OTHERS  # noqa: E402
from bench.foreign_pieces import Name, Work  # noqa: E402
from verifier.readers import read  # noqa: E402

_SCHOOLS = (
    "University of Melbourne", "Technische Universität Dresden", "Kyoto University", "Massachusetts Institute of Technology", "McGill University",
    "University of California, Berkeley", "Universidad de Granada", "Imperial College London", "Stanford University", "The Ohio State University",
)  # fmt: skip
_STRINGS = ("references.jsonl", "english_references.jsonl")
_VALUES = ("title", "container", "year", "volume", "issue", "pages", "doi", "publisher", "place", "number", "date")
_CITIES = ("", "", "London", "Kyoto", "Dresden", "Cambridge, MA", "Montreal", "Granada")
_PAPERS = ("The Northern Courier", "Harbour Daily News", "Die Morgenzeitung", "The Guardian", "Financial Times", "The Evening Post", "Le Monde")
_PRESSES = (
    ("Oxford University Press", "Oxford"), ("Springer", "Berlin"), ("MIT Press", "Cambridge, MA"), ("John Wiley & Sons", "New York"),
    ("Routledge", "London"), ("Elsevier", "Amsterdam"), ("Sage Publications", "Thousand Oaks"), ("Harper & Row", "New York"),
    ("Basic Books", "New York"), ("W. W. Norton", "New York"), ("Academic Press", "San Diego, CA"), ("Polity", "Cambridge"),
    ("Gallimard", "Paris"), ("Suhrkamp", "Frankfurt am Main"), ("CRC Press", "Boca Raton, FL"), ("World Bank", "Washington, DC"),
)  # fmt: skip
_MEETINGS = (
    "Proceedings of the 12th International Conference on Applied Systems", "2019 IEEE International Symposium on Power Electronics",
    "Advances in Neural Computation", "Proceedings of the 31st Annual Meeting of the Society for Slag Research", "Handbook of Social Measurement",
    "Smart Grids: Theory and Practice", "Cities, Land and People", "Proc. IEEE Int. Conf. Robot. Autom.",
)  # fmt: skip


def is_closed(work: str) -> bool:
    """Tell whether a work belongs to the tenth that is measured without being looked at."""
    return int(hashlib.sha256(f"foreign {work}".encode()).hexdigest(), 16) % 10 == 3


def works(data: Path) -> dict[str, Work]:
    """Return all usable works by name."""
    found: dict[str, Work] = {}
    for line in (data / "cassettes_crossref.jsonl").read_text(encoding="utf-8").splitlines():
        for item in _items(json.loads(line)):
            work = _crossref(item)
            if work and work.names:
                found[item["DOI"]] = work
    merged: dict[str, dict[str, Any]] = defaultdict(dict)
    for line in (data / "references.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["lang"] == "en" and not row.get("et_al"):
            fields = merged[row["work"]]
            fields.update({key: value for key, value in {**row.get("unprinted", {}), **row["fields"]}.items() if key not in fields})
    for name, fields in merged.items():
        work = _known(fields)
        if work and work.names:
            found[name] = work
    return found


def _items(answer: dict[str, Any]) -> list[dict[str, Any]]:
    if answer["status"] != 200:
        return []
    try:
        message = json.loads(answer["body"]).get("message")
    except (ValueError, AttributeError):
        return []
    items = message.get("items", [message]) if isinstance(message, dict) else []
    return [item for item in items if isinstance(item, dict) and item.get("DOI") and item.get("title") and item.get("issued")]


def _names(people: list[dict[str, Any]]) -> tuple[Name, ...]:
    return tuple((one["family"], one.get("given", "")) for one in people if one.get("family"))


def _crossref(item: dict[str, Any]) -> Work | None:
    year = (item["issued"]["date-parts"][0] or [None])[0]
    title = re.sub(r"\s+", " ", re.sub(r"<[^<>]+>", "", item["title"][0])).strip(" .")
    if not year or not title or len(title) < 12 or "&" in title:
        return None
    kind = {"journal-article": "J", "book-chapter": "C", "proceedings-article": "C", "report": "R", "dataset": "DS", "dissertation": "D"}.get(item["type"])
    container = html.unescape(html.unescape((item.get("container-title") or [""])[0]))
    if kind is None or (kind in ("J", "C") and not container) or (kind == "J" and not item.get("volume")):
        return None
    short = (item.get("short-container-title") or [""])[0]
    short = short if short != container and kind == "J" else ""
    pages = item.get("page") or item.get("article-number") or ""
    return Work(
        kind, _names(item.get("author", [])), title, str(year), container, short, item.get("volume", ""), item.get("issue", ""), pages,
        re.sub(r"\s*\(.*\)$", "", item.get("publisher", "")), item.get("publisher-location", ""), doi=item["DOI"],
        editors=_names(item.get("editor", [])),
    )  # fmt: skip


def _known(fields: dict[str, Any]) -> Work | None:
    kind = (fields.get("type") or "").split("/")[0]
    names = tuple((family.strip(), given.strip()) for family, _, given in (name.partition(",") for name in fields.get("authors", [])))
    if not fields.get("title") or not fields.get("year") or kind not in ("J", "M", "C", "D", "N", "R"):
        return None
    needed = {"J": ("container", "volume", "pages"), "M": ("publisher",), "C": ("container", "publisher"), "D": ("publisher",), "N": ("container",)}
    if not all(fields.get(key) for key in needed.get(kind, ())):
        return None
    if kind == "M" and fields.get("container"):
        kind = "C"
    editors = tuple((family.strip(), given.strip()) for family, _, given in (name.partition(",") for name in fields.get("editors", [])))
    shown = {key: fields.get(key, "") for key in ("container", "volume", "issue", "pages", "publisher", "place")}
    shown["pages"] = shown["pages"].replace("–", "-")
    if kind != "J":
        shown["volume"] = shown["issue"] = ""
    return Work(kind, names, fields["title"], fields["year"], editors=editors, **shown)


def recast(work: Work, kind: str, rng: random.Random) -> Work:
    """Give a journal paper's title and authors to another kind, with a press, school, paper or meeting of our list."""
    base = replace(work, kind=kind, container="", short="", volume="", issue="", pages="", doi="", names=work.names[:4])
    press, place = rng.choice(_PRESSES)
    if kind == "D":
        return replace(base, publisher=rng.choice(_SCHOOLS), place=rng.choice(_CITIES), names=work.names[:1])
    if kind == "N":
        return replace(base, container=rng.choice(_PAPERS), names=work.names[:2])
    if kind == "C":
        editors = rng.choice(((), work.names[-1:], work.names[-2:]))
        return replace(base, container=rng.choice(_MEETINGS), publisher=press, place=place, pages=f"{rng.randint(2, 99)}-{rng.randint(100, 140)}", editors=editors)
    return replace(base, publisher=press, place=place)


def as_row(text: str, work: Work) -> dict[str, Any]:
    """Return a printed work as a row that can be judged; `?`: the field may be read or not."""
    fields: dict[str, Any] = {"title": work.title, "authors": [f"{family}, {given}" if given else family for family, given in work.names], "type": work.kind}
    hidden: dict[str, Any] = {}
    for key in ("container", "year", "volume", "issue", "pages", "publisher", "place", "doi", "number"):
        value = getattr(work, key)
        if value and value != "?":
            printed = key == "pages" or equality.squash(value) in equality.squash(text)
            (fields if printed and not (work.kind in "JNPEBPP" and key in ("publisher", "place")) else hidden)[key] = value
    got = read(text, "1")
    free = hidden | {key: getattr(got, key) for key in equality.FIELDS if getattr(work, key, "") == "?"}
    return {"text": text, "fields": fields, "unprinted": free, "type_from": "marker" if work.marked else "source", "lang": "en"}


def cases(data: Path, each: int, kinds: str, only: str, closed: bool) -> list[tuple[str, str, dict[str, Any]]]:
    """Return kind, layout and row of `each` works in every layout."""
    rng = random.Random(11)
    found = {name: work for name, work in works(data).items() if is_closed(name) is closed}
    papers = [work for work in found.values() if work.kind == "J"]
    out = []
    for kind, layouts in {"J": ARTICLES, **OTHERS}.items():
        own = [work for work in found.values() if work.kind == kind]
        for layout in dict.fromkeys(layouts):
            for _ in range(each):
                work = rng.choice(own) if own and (kind == "J" or rng.random() < 0.4) else recast(rng.choice(papers), kind, rng)
                text, shown = layout(work, rng)
                if (not kinds or kind in kinds.split(",")) and (not only or only == layout.__name__):
                    out.append((kind, layout.__name__, as_row(" ".join(text.split()), shown)))
    return out


def unprinted(data: Path, sample: list[str]) -> tuple[int, int]:
    """Return how many values are read from the sample and the strings of DATA, and how many of them the text does not show."""
    texts = [*sample, *(json.loads(line)["text"] for name in _STRINGS for line in (data / name).read_text(encoding="utf-8").splitlines())]
    count = missing = 0
    for text in texts:
        citation = read(text, "1")
        for field in _VALUES:
            value = getattr(citation, field)
            count += bool(value)
            missing += bool(value) and equality.squash(value) not in equality.squash(html.unescape(text))
    return count, missing


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--each", type=int, default=60)
    options.add_argument("--kind", default="")
    options.add_argument("--layout", default="")
    options.add_argument("--worst", type=int, default=0)
    options.add_argument("--closed", action="store_true")
    given = options.parse_args()
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    misses: dict[str, list[Any]] = defaultdict(list)
    sample = cases(given.data, given.each, given.kind, given.layout, given.closed)
    for kind, layout, row in sample:
        got = read(row["text"], "1")
        outcome = equality.judge(row, {field: getattr(got, field) for field in equality.FIELDS})
        whole = equality.is_whole(row, outcome)
        for key in (f"{kind} {layout}", f"all {kind}", "all"):
            tally[key].update([*outcome.values(), "rows", *(["whole"] if whole else [])])
            if not whole:
                tally[key].update(f"{field} {result}" for field, result in outcome.items() if result not in ("ok", "skip", "free"))
        if not whole:
            misses[f"{kind} {layout}"].append((outcome, row["text"]))
    for key in sorted(tally, key=lambda key: (key.startswith("all"), key)):
        count = tally[key]
        right = count["ok"]
        f1 = 2 * right / max(1, 2 * right + 2 * count["wrong"] + count["missing"] + count["invented"])
        faults = ", ".join(f"{name} {number}" for name, number in count.most_common() if " " in name)
        print(f"{key:22}{count['whole']:6}/{count['rows']:<6}{count['whole'] / count['rows']:.3f}  F1 {f1:.3f}  {faults[:150]}")
        if not given.closed:
            for outcome, text in misses[key][: given.worst]:
                print("     ", {field: result for field, result in outcome.items() if result not in ("ok", "skip", "free")}, text)
    if not given.closed:
        print("values read: {:,}, of them not printed: {:,}".format(*unprinted(given.data, [row["text"] for _, _, row in sample])))


if __name__ == "__main__":
    main()
