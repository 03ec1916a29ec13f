"""Records written as tagged lines: cut into blocks by the tag that begins one, with values that go on over several lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from verifier.formats.entry import Line

Tag = Callable[[str], tuple[str, str] | None]
"""Tells a line's tag and the value behind it, or None for a line without one."""
_BRACKETED = re.compile(r"\s{0,8}[【〖\[]([^【】〖〗\[\]]{1,12})[】〗\]]\s?(.*)", re.S)


class Pair(NamedTuple):
    """One tag with its value; `line` is where the tag stands. A line before any tag has the tag `""`."""

    tag: str
    value: str
    line: int


class Block(NamedTuple):
    """One record: its first line and its tags in order."""

    line: int
    pairs: tuple[Pair, ...]

    def all(self, *tags: str) -> list[str]:
        """Return every value of these tags, in the file's order."""
        return [pair.value for pair in self.pairs if pair.tag in tags]

    def one(self, *tags: str) -> str:
        """Return the first value of the first of these tags that has one."""
        return next((value for tag in tags for value in self.all(tag) if value.strip()), "")

    def text(self) -> str:
        """Return how the record begins, to name it by."""
        return " ".join(f"{pair.tag} {pair.value}".strip() for pair in self.pairs[:3])


def blocks(lines: Sequence[Line], tag: Tag, first: frozenset[str], once: frozenset[str]) -> Iterator[Block]:
    """Cut lines into records: at every tag of `first`, and where a tag of `once` comes a second time.

    A record that lost its first tag begins behind the last empty line before its second title.
    """
    pairs: list[Pair] = []
    seen: set[str] = set()
    gap = 0
    for line in lines:
        found = tag(line.text)
        if found is None:
            gap = len(pairs) if not line.text.strip() else gap
            _go_on(pairs, line)
            continue
        name = found[0]
        again = name in once and name in seen
        if pairs and (again or (name in first and any(pair.tag for pair in pairs))):
            cut = gap if again and name not in first and gap > 0 else len(pairs)
            yield Block(pairs[0].line, tuple(pairs[:cut]))
            pairs, gap = pairs[cut:], 0
            seen = {pair.tag for pair in pairs}
        pairs.append(Pair(name, found[1].strip(), line.number))
        seen.add(name)
    if any(pair.tag or pair.value for pair in pairs):
        yield Block(pairs[0].line, tuple(pairs))


def _go_on(pairs: list[Pair], line: Line) -> None:
    """Add a line without tag to the value before it; in front of every tag it stands alone."""
    text = line.text.strip()
    if not text:
        return
    if pairs:
        last = pairs[-1]
        pairs[-1] = last._replace(value=f"{last.value}\n{text}" if len(last.value) < LONGEST else last.value)
    else:
        pairs.append(Pair("", text, line.number))


LONGEST = 20_000
"""A value is not gathered beyond this many characters: abstracts are shorter, and a hostile file must not grow quadratically."""


def bracketed(text: str) -> tuple[str, str] | None:
    """Tell the tag of a line such as 【题　名】…, without the blanks inside it.

    >>> bracketed("【题　名】钢包吹氩"), bracketed("【年代卷期】2018,39(010):5-12")[0]
    (('题名', '钢包吹氩'), '年代卷期')
    """
    found = _BRACKETED.match(text)
    return ("".join(found[1].split()), found[2]) if found and not found[1].isdigit() else None
