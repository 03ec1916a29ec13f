"""Generated dumps for `bench/corpus.py`: invented Chinese and English papers with the skewed word frequencies of real titles, seeded.

Words are drawn by Zipf's law from an invented vocabulary, as are the characters that make the words up; a title is a pattern filled
with words ("基于…的…研究"), so that a few pairs of characters stand in a third of all titles and most in very few. Journals are invented.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

PER_FILE = 250_000
CHINESE = 0.6
"""Share of Chinese titles."""
_HAN = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFE)]
_COMMON = [
    "研究",
    "分析",
    "应用",
    "设计",
    "技术",
    "系统",
    "方法",
    "影响",
    "控制",
    "优化",
    "性能",
    "模型",
    "试验",
    "评价",
    "机理",
    "工艺",
    "检测",
    "材料",
    "结构",
    "管理",
    "数值模拟",
    "关键技术",
    "对策",
    "实践",
    "特性",
]
_PATTERNS = tuple(pattern.split("{}") for pattern in (
    "基于{}的{}{}{}研究", "{}{}对{}{}的影响", "{}{}{}的{}研究", "{}{}在{}{}中的应用", "{}{}{}{}研究", "{}及其在{}{}中的{}", "{}条件下{}{}{}的{}",
    "{}与{}{}的{}", "{}{}{}{}及{}", "一种{}{}的{}{}", "浅谈{}{}{}", "{}型{}{}{}{}研究", "考虑{}的{}{}{}", "面向{}{}的{}{}{}", "{}{}{}{}研究进展",
))  # fmt: skip
_SYLLABLES = [
    first + vowel + last
    for first in ["b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl"]
    for vowel in "aeiou"
    for last in ("", "n", "r", "l", "s")
]
_JOINTS = ["of", "and", "in", "for", "on", "with", "by", "under", "the", "using"]
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


class Drawn:
    """Things drawn by Zipf's law: the n-th is drawn in proportion to 1/(n + shift)."""

    def __init__(self, things: list[str], shift: float = 3.0) -> None:
        self.things = things
        self.sums = list(accumulate(1 / (place + shift) for place in range(len(things))))
        self.drawn: list[str] = []

    def draw(self, dice: random.Random) -> str:
        """Return one; they are drawn by the thousand, which costs a tenth."""
        if not self.drawn:
            self.drawn = dice.choices(self.things, cum_weights=self.sums, k=20_000)
        return self.drawn.pop()


class Case(NamedTuple):
    """One paper."""

    title: str
    author: str
    journal: str
    year: int
    issue: int
    page: int
    doi: str


class Papers:
    """An endless supply of papers, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        shape = random.Random(7)  # the vocabulary is the same whatever the seed
        shape.shuffle(_HAN)
        signs = Drawn(_HAN, 20.0)
        words = dict.fromkeys(
            "".join(signs.draw(shape) for _ in range(shape.choice((1, 2, 2, 2, 2, 3, 3, 4)))) for _ in range(60_000)
        )
        self.words = Drawn(_COMMON + [word for word in words if word not in _COMMON], 6.0)
        latin = dict.fromkeys(
            "".join(shape.choice(_SYLLABLES) for _ in range(shape.choice((1, 2, 2, 3, 3, 4)))) for _ in range(60_000)
        )
        self.latin = Drawn(list(latin), 12.0)
        self.journals = Drawn([f"虚构{shape.choice(_HAN)}{shape.choice(_HAN)}学报" for _ in range(3000)], 40.0)
        self.serials = Drawn([f"Invented {self.latin.draw(shape).title()} Letters" for _ in range(3000)], 40.0)
        self.number = 0

    def paper(self) -> Case:
        """Return the next paper."""
        dice = self.dice
        self.number += 1
        chinese = dice.random() < CHINESE
        title = self._chinese() if chinese else self._english()
        author = (
            dice.choice(_SURNAMES) + dice.choice(_HAN) + dice.choice(_HAN)
            if chinese
            else f"{self.latin.draw(dice).title()}, {dice.choice('ABCDEGHJKLM')}."
        )
        journal = (self.journals if chinese else self.serials).draw(dice)
        year, issue, page = 2024 - int(dice.random() ** 2 * 30), dice.randint(1, 12), dice.randint(1, 400)
        has_doi = not chinese or dice.random() < 0.3
        return Case(
            title,
            author,
            journal,
            year,
            issue,
            page,
            f"10.{dice.randint(10000, 10400)}/{year}.{self.number:x}" if has_doi else "",
        )

    def _chinese(self) -> str:
        first, *rest = _PATTERNS[int(self.dice.random() * len(_PATTERNS))]
        return first + "".join([self._phrase() + part for part in rest])

    def _phrase(self) -> str:
        return self.words.draw(self.dice) + (self.words.draw(self.dice) if self.dice.random() < 0.5 else "")

    def _english(self) -> str:
        parts = [self.latin.draw(self.dice) for _ in range(self.dice.randint(5, 12))]
        for place in range(2, len(parts) - 1, self.dice.randint(2, 4)):
            parts[place] = self.dice.choice(_JOINTS)
        return " ".join(parts).capitalize()


def line(paper: Case) -> str:
    """Return a paper as a line of Crossref's dump, with the fields that every work has; a paper without DOI gets a number in its place."""
    doi = paper.doi or f"10.0/{paper.year}{paper.issue:02}{paper.page}"
    return (
        f'{{"DOI":"{doi}","type":"journal-article","title":["{paper.title}"],"author":[{{"name":"{paper.author}"}}],'
        f'"container-title":["{paper.journal}"],"issued":{{"date-parts":[[{paper.year}]]}},"issue":"{paper.issue}","page":"{paper.page}"}}\n'
    )


def write(folder: Path, count: int, seed: int = 1) -> Iterator[Path]:
    """Write so many papers as gzipped JSON lines, PER_FILE a file; yield the files. A file that is there already is kept."""
    papers = Papers(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, count, PER_FILE):
        path = folder / f"part-{first // PER_FILE:04}.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as out:
            out.writelines(line(papers.paper()) for _ in range(min(PER_FILE, count - first)))
        yield path


def spoiled(title: str, wrong: int, dice: random.Random) -> str:
    """Return a title with so many different characters replaced by another of its kind."""
    signs = list(title)
    places = [place for place, sign in enumerate(signs) if sign != " "]
    for place in dice.sample(places, min(wrong, len(places))):
        old = signs[place].lower()
        others = "abcdefghijklmnopqrstuvwxyz" if old.isascii() else _HAN
        signs[place] = dice.choice([sign for sign in dice.sample(others, 3) if sign != old])
    return "".join(signs)
