"""What a finding or a note says and what would change it, filled from facts and from the notice's rule."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from verifier.judging.notice import Rule
from verifier.judging.phrases import FIELDS, FINDINGS, KINDS, NOTES, SOURCES

__all__ = [
    "FIELDS",
    "FINDINGS",
    "KINDS",
    "NOTES",
    "SOURCES",
    "day",
    "english",
    "entry",
    "joined",
    "moment",
    "note",
    "say",
    "source",
]

LONGEST = 160
"""Code points that one filled-in value may have; longer ones are cut with an ellipsis."""


class Said(NamedTuple):
    """A filled sentence: the fact, and what would change it."""

    says: str
    remedy: str


def entry(reason: str, key: str = "") -> str:
    """Return the key of the sentence of a reason, its own `key` first; differing fields share one sentence.

    >>> entry("supplement"), entry("supplement", "supplement?"), entry("pages_differ"), entry("cn_differs")
    ('supplement', 'supplement?', 'differs', 'cn_differs')
    """
    return next((one for one in (key, reason) if one in FINDINGS), "differs")


def say(key: str, rule: Rule, slots: dict[str, str]) -> Said:
    """Fill a finding's sentence from a rule and a check's slots; the rule's own remedy goes before the sentence's."""
    sentence = FINDINGS[key]
    words = _words(rule, slots)
    says = sentence.says.format_map(words)
    remedy = (rule.remedy or sentence.remedy).format_map(words)
    return Said(says, remedy) if rule.clause else Said(says.replace("（）", ""), remedy.replace("（）", ""))


def note(key: str, slots: dict[str, str]) -> str:
    """Fill a note's sentence."""
    return NOTES[key][0].format_map(_short(slots))


def english(key: str, rule: Rule, slots: dict[str, str]) -> str:
    """Fill the English of a finding's or a note's sentence."""
    text = FINDINGS[key].english if key in FINDINGS else NOTES[key][1]
    return text.format_map(_words(rule, slots))


def source(name: str) -> str:
    """Return a source's Chinese name, its own word if it is not known.

    >>> source("cnki"), source("elsewhere")
    ('中国知网', 'elsewhere')
    """
    return SOURCES.get(name, (name, name))[0]


def joined(parts: tuple[str, ...]) -> str:
    """Join words with the Chinese enumeration comma.

    >>> joined(("中国知网", "万方"))
    '中国知网、万方'
    """
    return "、".join(parts)


def day(iso: str) -> str:
    """Print an ISO day in Chinese.

    >>> day("2019-03-05")
    '2019年3月5日'
    """
    year, month, number = iso.split("-")
    return f"{year}年{int(month)}月{int(number)}日"


def moment(iso: str) -> str:
    """Print an ISO time in Chinese to the minute, in the zone that it carries; other words stay as they are.

    >>> moment("2021-09-10T09:05:00+08:00"), moment("检索时")
    ('2021年9月10日9:05', '检索时')
    """
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{when.year}年{when.month}月{when.day}日{when.hour}:{when.minute:02d}"


def _words(rule: Rule, slots: dict[str, str]) -> dict[str, str]:
    return {"clause": rule.clause, "effect": rule.effect, **_short(slots)}


def _short(slots: dict[str, str]) -> dict[str, str]:
    return {name: text if len(text) <= LONGEST else text[:LONGEST] + "…" for name, text in slots.items()}
