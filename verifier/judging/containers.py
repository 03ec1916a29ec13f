"""Containers side by side: is the claimed journal, proceedings or paper the one that a record shows?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import Levenshtein

from verifier.judging import titles
from verifier.model import Citation, Doubt, JournalFinding, Record
from verifier.normalize import issn, journals
from verifier.normalize.cn import number as cn_number
from verifier.normalize.text import fold, has_han, simplified

Kind = Literal[
    "", "typography", "abbreviation", "former_name", "edition_unstated", "look_alike", "language", "edition", "name_out_of_time",
    "one_ideograph", "other_journal",
]  # fmt: skip

HARMLESS: frozenset[str] = frozenset(
    {"", "typography", "abbreviation", "former_name", "edition_unstated", "look_alike"}
)

_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "a", "an", "to"})


@lru_cache(maxsize=1 << 15)
def relation(claimed: str, recorded: str) -> Kind:
    """Name how a claimed container stands to a recorded one, from their names alone.

    >>> relation("虚构学报（社科版）", "虚构学报:社会科学版"), relation("虚构学报", "虚构学报(自然科学版)")
    ('typography', 'edition_unstated')
    >>> relation("虚构学报(医学版)", "虚构学报(工学版)"), relation("虚构学报", "臆造学报"), relation("J Inv Steel", "Journal of Invented Steel")
    ('edition', 'other_journal', 'abbreviation')
    """
    if claimed == recorded:
        return ""
    left, right = journals.key(claimed), journals.key(recorded)
    if left == right:
        return "typography"
    han = has_han(left), has_han(right)
    if all(han):
        return _chinese(left, right)
    if any(han):
        return "language"
    return "abbreviation" if _abbreviates(claimed, recorded) or _abbreviates(recorded, claimed) else "other_journal"


def _chinese(left: str, right: str) -> Kind:
    base, other = left.partition("(")[0], right.partition("(")[0]
    if base == other:
        return "edition_unstated" if "(" not in left else "edition"
    if simplified(left) == simplified(right):
        return "typography"
    return "one_ideograph" if Levenshtein.distance(left, right, score_cutoff=1) <= 1 else "other_journal"


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether each word of a short title begins, or is drawn from, the word in its place in the full one."""
    few, many = _words(short), _words(full)
    if len(few) != len(many) or len(few) < 2:
        return False
    return all(word[0] == whole[0] and _drawn(word, whole) for word, whole in zip(few, many, strict=True))


def _words(title: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", fold(title).casefold()) if word not in _SMALL]


def _drawn(word: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in word)


def compare(citation: Citation, record: Record, serial: JournalFinding, doubts: tuple[Doubt, ...]) -> Kind | None:
    """Compare the containers of a citation and a record, knowing the names that the registry gave the serial.

    None where one of them is silent.
    """
    shown = [name for name in (record.journal, record.book) if name]
    if not citation.container or not shown:
        return None
    kinds = [relation(citation.container, name) for name in shown]
    kind = min(kinds, key=_GRAVITY.index)
    if kind in ("", "typography", "abbreviation"):
        return kind
    if _one_serial(citation.container, shown, serial):
        return "former_name"
    if kind == "edition_unstated":
        return "other_journal" if _own_serial(serial, shown) else kind
    if doubts and any(_doubted(citation.container, name, doubts) for name in shown):
        return "look_alike"
    return "former_name" if kind == "language" and _numbers_agree(citation, record) else kind


_GRAVITY: tuple[Kind, ...] = (
    "", "typography", "abbreviation", "former_name", "edition_unstated", "look_alike", "one_ideograph", "edition", "language",
    "name_out_of_time", "other_journal",
)  # fmt: skip


def names_of(serial: JournalFinding) -> frozenset[str]:
    """Return the keys of all names, present and former, of the serial that was decided on."""
    if serial.state != "found" or serial.journal is None:
        return frozenset()
    return frozenset(journals.key(name) for name in (serial.journal.title, *(former.title for former in serial.journal.former)))


def _one_serial(claimed: str, shown: list[str], serial: JournalFinding) -> bool:
    """Tell whether claim and record are two names of the serial that the registry found."""
    known = names_of(serial)
    return journals.key(claimed) in known and any(journals.key(name) in known for name in shown)


def _own_serial(serial: JournalFinding, shown: list[str]) -> bool:
    """Tell whether the claimed name without edition is a registered serial of its own, other than the recorded one."""
    known = names_of(serial)
    return bool(known) and not any(journals.key(name) in known for name in shown)


def _doubted(claimed: str, recorded: str, doubts: tuple[Doubt, ...]) -> bool:
    return titles.looks_alike(claimed, recorded, doubts, journals.key)


def _numbers_agree(citation: Citation, record: Record) -> bool:
    """Tell whether claimed ISSN or CN are the record's own."""
    if citation.issn and record.issn and issn.same(citation.issn, record.issn):
        return True
    return bool(cn_number(citation.cn)) and cn_number(citation.cn) == cn_number(record.cn)
