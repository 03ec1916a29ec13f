"""Title search: exact titles by dictionary, parts of titles by an inverted index over character pairs."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from functools import cached_property

_SIGNS = re.compile(r"[\W_]+")
RARE_PAIRS = 12
"""A fuzzy search reads the postings of so many of its rarest character pairs."""
CANDIDATES = 500
"""And weighs at most so many titles."""
SHARE = 0.6
"""A title is found fuzzily when it holds this share of the pairs asked for."""
LOOSE_SHARE = 0.35
"""A title is found loosely when this share of its own pairs is asked for: noise included, as such searches give."""


def fold(text: str) -> str:
    """What is compared: NFKC, lower case, letters and digits only.

    >>> fold("《基于 A－B 的研究》（上）")
    '基于ab的研究上'
    """
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def pairs(folded: str) -> list[str]:
    """The distinct neighbouring character pairs, in order.

    >>> pairs("abab")
    ['ab', 'ba']
    """
    return list(dict.fromkeys(folded[i : i + 2] for i in range(len(folded) - 1)))


class Titles:
    """An index over (title, second title) by position; the second is in the pairs only when `both`."""

    def __init__(self, titles: list[tuple[str, str]], both: bool = False) -> None:
        """Fold all titles; the pair index follows at the first partial search."""
        self._folded = [(fold(title), fold(second)) for title, second in titles]
        self._both = both

    def find(self, text: str, mode: str) -> dict[int, float]:
        """Positions with a score: 3 the same title, 2 contains the text, else the share of its pairs."""
        wanted = fold(text)
        if not wanted:
            return {}
        found = dict.fromkeys(self._exact.get(wanted, ()), 3.0)
        if mode == "exact":
            return found
        if len(wanted) == 1:
            return {**{p: 2.0 for p in range(len(self._folded)) if wanted in self._text(p)}, **found}
        if mode == "loose":
            return {**self._overlapping(wanted), **found}
        if mode == "phrase":
            candidates = self._containing(wanted)
            return {**{p: 2.0 for p in candidates if wanted in self._text(p)}, **found}
        return {**self._similar(wanted), **found}

    def _text(self, position: int) -> str:
        title, second = self._folded[position]
        return f"{title}\n{second}" if self._both else title

    def _containing(self, wanted: str) -> set[int]:
        """Positions that hold every pair."""
        postings = sorted((self._pairs.get(pair, ()) for pair in pairs(wanted)), key=len)
        found = set(postings[0])
        for posting in postings[1:6]:
            if len(found) > CANDIDATES:
                found &= set(posting)
        return found

    def _similar(self, wanted: str) -> dict[int, float]:
        """Positions that hold enough of the pairs, weighed over the likeliest candidates."""
        asked = pairs(wanted)
        rarest = sorted((self._pairs.get(pair, ()) for pair in asked), key=len)
        votes: Counter[int] = Counter()
        for posting in [p for p in rarest if p][:RARE_PAIRS]:
            votes.update(posting)
        shares = {
            p: sum(pair in self._text(p) for pair in asked) / len(asked) for p, _ in votes.most_common(CANDIDATES)
        }
        return {position: share for position, share in shares.items() if share >= SHARE}

    def _overlapping(self, wanted: str) -> dict[int, float]:
        """Titles of which a good part stands in the words asked for, as a generous search over whole references."""
        asked = set(pairs(wanted))
        votes: Counter[int] = Counter()
        for posting in sorted((self._pairs.get(pair, ()) for pair in asked), key=len)[: 4 * RARE_PAIRS]:
            votes.update(posting)
        shares: dict[int, float] = {}
        for position, _ in votes.most_common(CANDIDATES):
            own = [set(pairs(title)) for title in self._folded[position] if title]
            shares[position] = max((len(asked & each) / (len(each) or 1) for each in own), default=0.0)
        return {position: share for position, share in shares.items() if share >= LOOSE_SHARE}

    @cached_property
    def _exact(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for position, titles in enumerate(self._folded):
            for title in dict.fromkeys(titles):
                found[title].append(position)
        return found

    @cached_property
    def _pairs(self) -> dict[str, array[int]]:
        found: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for position in range(len(self._folded)):
            for pair in pairs(self._text(position)):
                found[pair].append(position)
        return found
