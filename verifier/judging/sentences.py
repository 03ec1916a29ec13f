"""What a finding or a note says and what would change it, filled from facts and from the notice's rule."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from verifier.judging.asides import FIELDS, KINDS, NOTES, SOURCES
from verifier.judging.english import turned
from verifier.judging.notice import Rule
from verifier.judging.phrases import FINDINGS

__all__ = [
    "FINDINGS",
    "NOTES",
    "Said",
    "Told",
    "day",
    "entry",
    "field",
    "joined",
    "kind",
    "moment",
    "note",
    "say",
    "source",
    "term",
]

LONGEST = 160
"""Code points that one filled-in value may have; longer ones are cut with an ellipsis."""


class Said(NamedTuple):
    """A finding's filled sentences: the fact, and what would change it, in Chinese and English."""

    says: str
    remedy: str
    english: str
    english_remedy: str


class Told(NamedTuple):
    """A note's filled sentence in Chinese and English."""

    says: str
    english: str


def entry(reason: str, key: str = "") -> str:
    """Return the key of the sentence of a reason, its own `key` first; differing fields share one sentence.

    >>> entry("supplement"), entry("supplement", "supplement?"), entry("pages_differ"), entry("cn_differs")
    ('supplement', 'supplement?', 'differs', 'cn_differs')
    """
    return next((one for one in (key, reason) if one in FINDINGS), "differs")


def say(key: str, rule: Rule, slots: dict[str, str]) -> Said:
    """Fill a finding's sentences from a rule and a check's slots; the rule's own remedy goes before the sentence's."""
    sentence = FINDINGS[key]
    words = {"clause": rule.clause, "effect": rule.effect, **_short(slots)}
    abroad = {name: turned(name, text) for name, text in words.items()}
    said = Said(
        sentence.says.format_map(words),
        (rule.remedy or sentence.remedy).format_map(words),
        _capital(sentence.english.format_map(abroad)),
        _capital(sentence.english_remedy.format_map(abroad)),
    )
    return said if rule.clause else Said(*(text.replace("（）", "").replace(" ()", "") for text in said))


def note(key: str, slots: dict[str, str]) -> Told:
    """Fill a note's sentence."""
    chinese, english = NOTES[key]
    words = _short(slots)
    abroad = {name: turned(name, text) for name, text in words.items()}
    return Told(chinese.format_map(words), _capital(english.format_map(abroad)))


def field(name: str) -> str:
    """Return the Chinese name of a citation's field, the word itself if it is not known."""
    return FIELDS.get(name, (name, name))[0]


def kind(name: str) -> str:
    """Return the Chinese name of a kind of output, the word itself if it is not known."""
    return KINDS.get(name, (name, name))[0]


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


def term(rule: Rule) -> str:
    """Print the days of publication for which a dated rule holds.

    >>> term(Rule(check="listed", since=datetime(2015, 4, 1).date()))
    '2015年4月1日以后'
    """
    first = day(rule.since.isoformat()) if rule.since else ""
    last = day(rule.until.isoformat()) if rule.until else ""
    return f"{first}至{last}" if first and last else f"{first}以后" if first else f"{last}以前"


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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(slots: dict[str, str]) -> dict[str, str]:
    return {name: text if len(text) <= LONGEST else text[:LONGEST] + "…" for name, text in slots.items()}
