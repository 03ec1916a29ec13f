"""Why a record is taken for the paper, as a staircase: each named difference adds its weight to the distance, the heaviest first.

The distance ranks candidates and explains the choice; which record it is was decided by equal titles and typed differences.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString

from verifier.model import Match
from verifier.portal.committee import svg
from verifier.portal.committee.kinds import kind_name
from verifier.portal.language import lang, say
from verifier.proof.words import FIELDS, SOURCES, name

LABEL, WIDE, LINE = 230.0, 400.0, 28.0


class Step(NamedTuple):
    """One named difference, its weight, and the distance before and after it."""

    says: str
    weight: float
    before: float
    after: float
    detail: str


class Staircase(NamedTuple):
    """One source's staircase, as a picture and in figures."""

    source: str
    name: str
    level: str
    distance: float
    gap: float
    steps: tuple[Step, ...]
    picture: SafeString
    rivals: tuple[str, ...]


LEVELS = {
    "exact": ("同一成果（题名一致）", "The same output, equal title"), "strong": ("同一成果", "The same output"),
    "coordinates": ("同一成果（刊、年、期、首页一致）", "The same output, by its place"), "weak": ("未能确定", "Not settled"),
    "none": ("无对应记录", "No record of it"),
}  # fmt: skip


def staircase(match: Match) -> Staircase:
    """Return the staircase of a match."""
    steps, before = list[Step](), 0.0
    for penalty in match.penalties:
        field, _, kind = penalty.name.partition(".")
        says = f"{name(FIELDS, field, lang())}：{kind_name(kind)}"
        steps.append(Step(says, penalty.weight, before, min(1.0, before + penalty.weight), penalty.detail))
        before = steps[-1].after
    source = name(SOURCES, match.source, lang())
    level = LEVELS[match.level][lang() == "en"]
    return Staircase(match.source, source, level, match.distance, match.gap, tuple(steps), _picture(source, steps), match.rivals)


def _picture(source: str, steps: list[Step]) -> SafeString:
    parts = [svg.line(LABEL, 0, LABEL, LINE * (len(steps) + 1), "axis")]
    for place, step in enumerate(steps):
        y = place * LINE
        parts.append(svg.text(LABEL - 8, y + 18, svg.cut(step.says, LABEL - 12), "label", "end"))
        start, wide = LABEL + WIDE * step.before, WIDE * (step.after - step.before)
        parts.append(svg.rect(start, y + 5, max(wide, 2), LINE - 10, "penalty", f"{step.says} +{step.weight:.2f}"))
        parts.append(svg.text(start + wide + 6, y + 18, f"+{step.weight:.2f}", "figure"))
        parts.append(svg.line(start + wide, y + LINE - 5, start + wide, y + LINE + 5, "joint"))
    total = steps[-1].after if steps else 0.0
    y = LINE * len(steps)
    parts.append(svg.text(LABEL - 8, y + 18, say("差异合计", "Distance"), "label strong", "end"))
    parts.append(svg.rect(LABEL, y + 5, max(WIDE * total, 2), LINE - 10, "total"))
    parts.append(svg.text(LABEL + WIDE * total + 6, y + 18, f"{total:.2f}", "figure strong"))
    said = say("；", "; ").join(f"{step.says} {step.weight:.2f}" for step in steps)
    title = say(f"{source}：各项差异的权重", f"{source}: what each difference weighs")
    return svg.picture(LABEL + WIDE + 60, LINE * (len(steps) + 1) + 4, parts, title, said or say("没有差异", "no difference"), "waterfall")
