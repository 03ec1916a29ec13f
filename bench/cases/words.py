"""Invented people, titles, names of journals and their numbers. Nobody and nothing here exists."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "vocabulary"
COMPOUND = ("欧阳", "司徒", "诸葛", "皇甫", "慕容", "上官")
PLACES = [
    *("岫岭", "渤岸", "辽海", "槐原", "砚田", "砬石", "松岗", "苇泽", "浑岸", "远桐"),
    *("栾桥", "砥东", "砥西", "桉北", "桉南", "晋槿", "澄埭", "屿山", "岷台", "棣州"),
]
TAILS = ["学报", "技术", "工程", "科技", "通报", "研究", "导报", "学刊", "进展", "与装备"]
FRAMES = ("基于{m}的{o}{a}", "{m}在{o}{a}中的应用", "{o}{a}方法探讨", "{o}{a}实践", "{o}{a}的{m}研究")
WHERE = ("", "高寒地区", "沿海厂区", "老旧装置", "中小企业", "山区线路")
REGIONS = ["11", "12", "13", "21", "22", "23", "31", "32", "33", "37", "41", "42", "44", "50", "61"]


class Topic(NamedTuple):
    """A title with its CLC number, and the word that its field's journals bear in their names."""

    title: str
    clc: str
    field: str


@cache
def _books() -> list[dict[str, object]]:
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml")) if path.stem != "people"]


@cache
def _people() -> tuple[list[str], list[str], list[str]]:
    people = tomllib.loads((FOLDER / "people.toml").read_text("utf-8"))
    first = [entry.split("|")[0] for entry in people["surnames"]]
    return first, [entry.split("|")[0] for entry in people["given"]], people["units"]


def person(rng: random.Random) -> str:
    """Return an invented name: one or two given characters, now and then a compound surname or a name with a dot."""
    surnames, given, _ = _people()
    if rng.random() < 0.02:
        return "".join(rng.sample(given, 3)) + "·" + "".join(rng.sample(given, 2))
    surname = rng.choice(COMPOUND) if rng.random() < 0.05 else rng.choice(surnames)
    return surname + "".join(rng.sample(given, 1 if rng.random() < 0.3 else 2))


def unit(rng: random.Random) -> str:
    """Return an invented unit."""
    return rng.choice(_people()[2])


def titles(rng: random.Random) -> Iterator[Topic]:
    """Yield titles that never repeat, in random order."""
    found: dict[str, Topic] = {}
    for book in _books():
        topics = book["topic"]
        assert isinstance(topics, list)
        for topic in topics:
            words = [[entry.split("|")[0] for entry in topic[part]] for part in ("objects", "aspects", "methods")]
            for (thing, aspect, method), frame, where in product(product(*words), FRAMES, WHERE):
                title = frame.format(o=where + thing, a=aspect, m=method)
                found.setdefault(title, Topic(title, rng.choice(topic["clc"]), str(book["specialty"])))
    order = list(found.values())
    rng.shuffle(order)
    yield from order


def latin_titles(rng: random.Random) -> Iterator[str]:
    """Yield English titles of papers in English-language journals."""
    whole = []
    for book in _books():
        topics = book["topic"]
        assert isinstance(topics, list)
        for topic in topics:
            things, aspects = ([entry.split("|")[1] for entry in topic[part]] for part in ("objects", "aspects"))
            whole += [f"On the {aspect} of {thing} under partial load" for thing, aspect in product(things, aspects)]
    rng.shuffle(whole)
    yield from dict.fromkeys(whole)


def serial_names(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield (name, field) of journals, no name twice."""
    fields = [str(book["specialty"]) for book in _books()]
    whole = list(product(PLACES, fields, TAILS))
    rng.shuffle(whole)
    for place, field, tail in whole:
        yield f"{place}{field.removesuffix('工程')}{tail}", field


def latin_serial_names(rng: random.Random) -> Iterator[str]:
    """Yield names of journals in English, no name twice."""
    places = ("Liaohai", "Bohan", "Huaiyuan", "Yantian", "Songgang", "Weize", "Xiuling", "Zhezhou")
    whats = ("Furnace Engineering", "Drive Systems", "Applied Kilns", "Grid Studies", "Fibre Science")
    whole = [f"{place} {kind} of {what}" for place, kind, what in product(places, ("Journal", "Letters", "Bulletin"), whats)]
    rng.shuffle(whole)
    yield from whole


def letters_of(field: str) -> str:
    """Return the CLC class of a field, by its first topic."""
    for book in _books():
        if book["specialty"] == field:
            topics = book["topic"]
            assert isinstance(topics, list)
            return str("".join(sign for sign in topics[0]["clc"][0][:2] if sign.isalpha()))
    return "T"


def cn(rng: random.Random, taken: set[str], letter: str, low: int = 4001, high: int = 5999) -> str:
    """Return an invented CN with a serial that no province has come to."""
    while True:
        number = f"{rng.choice(REGIONS)}-{rng.randint(low, high):04d}"
        if number not in taken:
            taken.add(number)
            return f"{number}/{letter}"


def issn(rng: random.Random, taken: set[str]) -> str:
    """Return an invented ISSN with a right check digit."""
    while True:
        digits = f"9{rng.randint(0, 999999):06d}"
        if digits not in taken:
            taken.add(digits)
            left = -sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True)) % 11
            return f"{digits[:4]}-{digits[4:]}{'X' if left == 10 else left}"
