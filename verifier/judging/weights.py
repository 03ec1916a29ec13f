"""The weights of named penalties, as parsed from `data/weights.toml`; the door reads the file and passes them in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from verifier.model import Difference, Frozen, Penalty

FIELDS = ("title", "authors", "container", "year", "volume", "issue", "pages", "doi", "issn", "cn", "type")


class Limits(Frozen, frozen=True, kw_only=True):
    """`gap`: least distance to the runner-up; `short_title`: characters; `rank_at_least`: rapidfuzz ratio 0-100."""

    gap: float
    short_title: int
    rank_at_least: float


class Common(Frozen, frozen=True, kw_only=True):
    """Surnames and given-name characters that very many people bear, each as one text."""

    surnames: str
    given: str


class Weights(Frozen, frozen=True, kw_only=True):
    """One table of kinds a field, the most that each field may weigh, and the limits."""

    title: dict[str, float]
    authors: dict[str, float]
    container: dict[str, float]
    year: dict[str, float]
    volume: dict[str, float]
    issue: dict[str, float]
    pages: dict[str, float]
    doi: dict[str, float]
    issn: dict[str, float]
    cn: dict[str, float]
    type: dict[str, float]
    caps: dict[str, float]
    limits: Limits
    names: Common

    def of(self, field: str, kind: str) -> float:
        """Return the weight of a kind of difference; a kind that the file does not name is a mistake and raises KeyError."""
        table: dict[str, float] = getattr(self, field)
        return table[kind]


def parse(data: Mapping[str, Any]) -> Weights:
    """Return the weights of a parsed TOML document; unknown keys, wrong types and negative weights raise ValidationError."""
    found = msgspec.convert(dict(data), Weights)
    for field in (*FIELDS, "caps"):
        for kind, weight in getattr(found, field).items():
            if not 0 <= weight <= 1:
                raise msgspec.ValidationError(f"weight out of 0..1 - at `$.{field}.{kind}`")
    missing = [field for field in FIELDS if field not in found.caps]
    if missing:
        raise msgspec.ValidationError(f"no cap for {', '.join(missing)} - at `$.caps`")
    return found


def waterfall(differences: tuple[Difference, ...], weights: Weights) -> tuple[tuple[Penalty, ...], float]:
    """Return the labelled penalties of some differences, heaviest first, and the distance that they add up to (0 to 1)."""
    penalties, total = [], 0.0
    weighing = {one.field for one in differences if one.weight > 0}
    for field in (field for field in FIELDS if field in weighing):
        left = weights.caps[field]
        for one in differences:
            if one.field == field and one.weight > 0:
                weight = min(left, one.weight)
                left -= weight
                total += weight
                penalties.append(
                    Penalty(name=f"{field}.{one.kind}", weight=weight, detail=f"{one.claimed} / {one.recorded}")
                )
    return tuple(sorted(penalties, key=lambda penalty: -penalty.weight)), min(1.0, total)
