"""Whether an article belongs to the applicant's specialty (本专业或相近专业): own, near, off, or undetermined.

No notice defines "similar", so the map is only a proposal with its evidence. The article's own CLC number decides first; the
class letter of the journal's CN may clear an article and never rejects one; letters of general serials decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from verifier.judging.notice import FieldMap, Notice, Specialty
from verifier.model import Applicant, Citation, FieldFinding, Journal, JournalFinding, Record
from verifier.normalize import cn
from verifier.normalize.invalid import Invalid

Relation = Literal["core", "near", "off", "undetermined"]
_CODE = re.compile(r"[A-Z]{1,2}[0-9]{0,4}(?![A-Z])")
_SPLIT = re.compile(r"[;,:\s；，、：／/|]+|\+(?=[A-Z])")
_GENERAL = re.compile(r"[NTZ](?:-[0-9]+)?")
_SUFFIX = re.compile(r"(?:类|专业|工程)$")


def relate(
    notice: Notice,
    applicant: Applicant,
    citation: Citation,
    record: Record | None,
    serial: JournalFinding,
    others: Iterable[Record] = (),
) -> FieldFinding:
    """Relate an article to the applicant's specialty by its CLC numbers, else by its journal's class.

    `record` is the item's record and `others` are further named records of the same article; their numbers count together.
    """
    records = [one for one in (record, *others) if one is not None]
    codes = tuple(dict.fromkeys(code for one in records for text in one.clc for code in split(text)))
    letter = journal_class(serial, records)
    subject = next((one.subject for one in (serial.journal,) if one and one.subject), None)
    specialty = resolve(notice.fields, applicant)
    relation, basis = _decide(specialty, codes, letter, notice.fields)
    if relation == "undetermined" and specialty is not None:
        basis += _words(specialty, citation.title or (record.title if record else ""))
    evidence = tuple(dict.fromkeys([entry for one in records for entry in one.evidence] + list(serial.evidence)))
    return FieldFinding(
        relation=relation, clc=codes, journal_class=letter, subject=subject, basis=basis, evidence=evidence
    )


def resolve(fields: FieldMap | None, applicant: Applicant) -> Specialty | None:
    """Return what is core and near to the applicant: stated prefixes first, then the specialty, then the series as a whole."""
    if applicant.fields is not None and (applicant.fields.own or applicant.fields.near):
        return Specialty(core=_upper(applicant.fields.own), near=_upper(applicant.fields.near))
    if fields is None:
        return None
    named = _by_name(fields, applicant.specialty)
    lent = fields.series.get(applicant.series)
    return named or (fields.specialties[lent] if lent else None)


def english(fields: FieldMap | None, name: str) -> str:
    """Return a specialty's name for English sentences, as it is stated where the map has none."""
    known = _by_name(fields, name) if fields is not None else None
    return (known.english if known else "") or name


def split(text: str) -> tuple[str, ...]:
    """Return the CLC numbers of a printed field, upper case; a plus inside a number stays.

    >>> split("TF703.5;tg142"), split("[TQ172.6+1]"), split("F426.61:TM7"), split("A")
    (('TF703.5', 'TG142'), ('TQ172.6+1',), ('F426.61', 'TM7'), ('A',))
    """
    parts = _SPLIT.split(text.upper().strip("[]() "))
    return tuple(part.strip("[]() ") for part in parts if _CODE.match(part.strip("[]() ")))


def journal_class(serial: JournalFinding, records: Iterable[Record]) -> str | None:
    """Return the class letter of the CN that the registry's journal had then, else of a record's CN.

    >>> journal_class(JournalFinding(state="absent"), []) is None
    True
    """
    journal: Journal | None = serial.journal
    numbers = [serial.cn_then, journal.cn if journal else None, *(record.cn for record in records)]
    return next((letter for number in numbers if number and (letter := _letter(number))), None)


def _decide(
    specialty: Specialty | None, codes: tuple[str, ...], letter: str | None, fields: FieldMap | None
) -> tuple[Relation, str]:
    """Return the relation and its ground in words."""
    if specialty is None:
        return "undetermined", "对照表未列申报专业"
    special = tuple(code for code in codes if not _GENERAL.fullmatch(code))
    for relation, prefixes in (("core", specialty.core), ("near", specialty.near)):
        fitting = tuple(code for code in special if code.startswith(prefixes))
        if fitting:
            return relation, f"分类号{'、'.join(fitting)}"  # type: ignore[return-value]  # the literal of the pair above
    class_is = _class(specialty, letter, fields)
    if not special:
        if class_is == "core":
            return "core", f"未载分类号，期刊分类{letter}"
        return "undetermined", "未载分类号" if not codes else f"分类号{'、'.join(codes)}为综合类"
    if class_is == "core":
        return "near", f"分类号{'、'.join(special)}不在对照表，期刊分类{letter}属本专业"
    if class_is == "near" or letter is None:
        return "undetermined", f"分类号{'、'.join(special)}不在对照表，期刊分类{letter or '未知'}"
    return "off", f"分类号{'、'.join(special)}、期刊分类{letter}均不在对照表"


def _class(specialty: Specialty, letter: str | None, fields: FieldMap | None) -> Relation:
    """Relate a journal's class to the specialty; a letter that decides nothing is off, which by itself accuses nobody."""
    if letter is None:
        return "undetermined"
    if letter in specialty.classes:
        return "core"
    if fields is not None and letter in fields.undecided:
        return "off"
    if letter.startswith(specialty.core):
        return "core"
    return "near" if letter.startswith(specialty.near) else "off"


def _words(specialty: Specialty, title: str) -> str:
    """Say which of the specialty's words the title holds; words explain to a person and decide nothing."""
    found = [word for word in specialty.words if word in title]
    return f"，题名含“{'”“'.join(found[:3])}”" if found else ""


@lru_cache(maxsize=1 << 13)
def _letter(number: str) -> str:
    try:
        return cn.parse(number).letter
    except Invalid:
        return ""


def _by_name(fields: FieldMap, name: str) -> Specialty | None:
    for wanted in (name.strip(), _SUFFIX.sub("", name.strip())):
        for known, specialty in fields.specialties.items():
            if wanted and (wanted == known or wanted in specialty.aliases):
                return specialty
    return None


def _upper(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(prefix.strip().upper() for prefix in prefixes if prefix.strip())
