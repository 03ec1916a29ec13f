"""An annex text in two or three columns of about the same height, so that a short page makes a low box in every format."""

from __future__ import annotations

CAPACITY = ((3, 19.0), (2, 29.5))
"""In how many columns a text is set, and how many Chinese characters a line of it then holds; narrow text first."""


def parts(text: str) -> list[str]:
    """Return a text in columns; the order of its lines is theirs.

    >>> parts("甲\\n乙\\n丙")
    ['甲', '乙', '丙']
    >>> len(parts("长" * 40))
    2
    """
    lines = text.split("\n")
    widest = max(map(width, lines))
    count, capacity = next((one for one in CAPACITY if widest <= one[1]), CAPACITY[-1])
    heights = [1 + width(line) // capacity for line in lines]
    share = max(sum(heights) / count, 1.0)
    made: list[list[str]] = [[] for _ in range(count)]
    filled = 0.0
    for line, height in zip(lines, heights, strict=True):
        made[min(int((filled + height / 2) // share), count - 1)].append(line)
        filled += height
    return ["\n".join(part) for part in made]


def height(columns: list[str]) -> float:
    """Return how many lines the highest column takes."""
    capacity = dict(CAPACITY)[len(columns)]
    return max(sum(1 + width(line) // capacity for line in part.split("\n")) for part in columns)


def width(line: str) -> float:
    """Return a line's width in Chinese characters, with narrow letters counted as 0.55 of one."""
    return sum(0.55 if ord(character) < 0x2E80 else 1.0 for character in line)
