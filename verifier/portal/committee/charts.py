"""Bars of counted outcomes, one line a thing; the table beside them says the same in figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from verifier.portal.committee import svg
from verifier.portal.language import say

LABEL, BAR, LINE, TAIL = 210.0, 420.0, 26.0, 56.0
KINDS = ("bar", "review", "clear")


class Row(NamedTuple):
    """One line: what is counted, how often at each outcome (BAR, REVIEW, CLEAR), and where its items are listed."""

    label: str
    counts: tuple[int, int, int]
    query: str = ""

    @property
    def total(self) -> int:
        """The sum."""
        return sum(self.counts)

    @property
    def flagged(self) -> int:
        """What is to be looked at."""
        return self.counts[0] + self.counts[1]

    @property
    def share(self) -> str:
        """The flagged part of all, in percent."""
        return f"{100 * self.flagged / self.total:.0f}%" if self.total else "—"


def bars(title: str, rows: Sequence[Row]) -> SafeString:
    """Return stacked bars to one scale."""
    most = max((row.total for row in rows), default=0) or 1
    parts, said = list[str](), list[str]()
    names = (say("属所列情形", "named by the notice"), say("需核对", "to check"), say("一致", "agrees"))
    for place, row in enumerate(rows):
        y = place * LINE
        parts.append(svg.text(LABEL - 8, y + 17, svg.cut(row.label, LABEL - 12), "label", "end"))
        x = LABEL
        for count, kind, name in zip(row.counts, KINDS, names, strict=True):
            if count:
                wide = BAR * count / most
                parts.append(svg.rect(x, y + 4, wide, LINE - 8, kind, f"{row.label}：{name} {count}"))
                x += wide
        parts.append(svg.text(x + 6, y + 17, str(row.total), "figure"))
        said.append(f"{row.label} {row.total}")
    return svg.picture(LABEL + BAR + TAIL, LINE * len(rows) + 4, parts, title, say("；", "; ").join(said), "chart")
