"""What kind of output it is, by the database's own code and the registry, never by one letter."""

from __future__ import annotations

import re
from typing import Literal

from verifier.judging.differences import PROCEEDINGS
from verifier.model import Citation, JournalFinding, Lookup, Record
from verifier.normalize import cn

Kind = Literal[
    "journal", "collection", "proceedings", "newspaper", "thesis", "online_first", "book", "patent", "other", "unknown"
]

_CODES: dict[str, Kind] = {
    "CAPJ": "online_first", "CCND": "newspaper", "CDFD": "thesis", "CMFD": "thesis", "CDMD": "thesis", "SCPD": "patent",
    "SCOD": "patent", "CYFD": "other", "SNAD": "other", "SCSF": "other", "SCHF": "other", "SCSD": "other", "CISD": "other",
    "KJBG": "other", "CJFD": "journal", "CJFQ": "journal", "CJFX": "journal", "CJFN": "unknown", "CJZK": "unknown",
}  # fmt: skip
_MARKS: dict[str, Kind] = {
    "J": "journal", "N": "newspaper", "D": "thesis", "M": "book", "P": "patent", "C": "proceedings", "G": "collection", "R": "other",
    "S": "other", "EB": "other", "DB": "other", "CM": "other", "CP": "other", "DS": "other", "Z": "unknown", "A": "unknown", "PP": "other",
}  # fmt: skip
_COLLECTED = re.compile(r"成果集|汇编|选编|选集|文集|文选|论文集|论文选|征文|辑录")
_MEETING = re.compile(r"会议|年会|研讨会|论坛|交流会|大会|峰会|讲习班|Congress|Workshop", re.I)
_FORMAL = re.compile(r"国际|International|IEEE|ACM|Symposium|Conference on|Proceedings of the \d", re.I)
_HONOUR = re.compile(r"[特一二三四]等奖|获.{2,30}奖(?=[\s,，。;；、（(]|第|排|$)|荣誉称号|劳动模范|先进(?:个人|工作者)|(?:优秀|[金银铜])奖")
_PROJECT = re.compile(r"项目|课题|计划|基金")
_PART = re.compile(r"主持|参与|参加|负责|排名|立项|结题|编号|[A-Z]{0,6}\d{6,}")
_FOREIGN = frozenset({"crossref", "openalex", "doaj", "nstl"})


def kind(
    citation: Citation, record: Record | None, journal: JournalFinding, lookups: tuple[Lookup, ...] = ()
) -> tuple[Kind, str, tuple[str, ...]]:
    """Return the kind of output, its basis in words, and the evidence; without a record the claim's own mark, without evidence."""
    if record is None:
        return _claimed(citation, journal)
    code = (record.dbcode or "").upper()[:4]
    if code == "CCJD":
        return _series(record, journal, lookups)
    if code in PROCEEDINGS:
        return _proceedings(record, f"库码{code}")
    if code in _CODES:
        return _coded(record, code, journal)
    if _newspaper(record, journal):
        return "newspaper", "刊号属报纸号段或记录类型为报纸", record.evidence
    return _typed(record)


def _coded(record: Record, code: str, journal: JournalFinding) -> tuple[Kind, str, tuple[str, ...]]:
    found = _CODES[code]
    if found == "online_first" and record.issue and record.pages and journal.state == "found":
        return "journal", f"记录库码{code}，已载期次", record.evidence
    return found, f"记录库码{code}", record.evidence


def _series(record: Record, journal: JournalFinding, lookups: tuple[Lookup, ...]) -> tuple[Kind, str, tuple[str, ...]]:
    """Judge a record of the collected serials (学术辑刊, and serials from abroad): a serial, whose missing CN is judged apart.

    While the registry is not answered it is for a person; only its answer can make the lack of a CN a statement.
    """
    pages = [page for lookup in lookups for page in lookup.journals if page.title == record.journal]
    numbers = [
        record.cn,
        journal.cn_then,
        journal.journal.cn if journal.journal else None,
        *(page.cn for page in pages),
    ]
    if any(cn.number(one) for one in numbers):
        return "journal", "记录库码CCJD，另查有CN号", record.evidence
    if journal.state == "absent":
        return "journal", "记录库码CCJD（学术辑刊），期刊查询未见", record.evidence
    return "unknown", "记录库码CCJD（学术辑刊），期刊查询尚无结果", record.evidence


def _proceedings(record: Record, said: str) -> tuple[Kind, str, tuple[str, ...]]:
    """Judge a conference record by its book: a collection of outputs by its title's own words, a conference's is for a person."""
    if "IPFD" in said or not is_collection(record.book):
        return "proceedings", f"记录{said}（会议论文）", record.evidence
    return "collection", f"记录{said}，收于《{record.book}》", record.evidence


def is_collection(book: str | None) -> bool:
    """Tell whether a book's title says that it is an edited collection, and does not say that it is a conference's.

    >>> is_collection("虚构冶金科技研究成果集"), is_collection("第七届虚构学术会议论文集"), is_collection(None)
    (True, False, False)
    """
    return bool(book and _COLLECTED.search(book) and not _MEETING.search(book) and not _FORMAL.search(book))


def _newspaper(record: Record, journal: JournalFinding) -> bool:
    """Tell whether the registry's number lies in the newspapers' range, or the record says newspaper."""
    number = cn.number(record.cn) or cn.number(journal.cn_then)
    return record.type == "N" or (number is not None and cn.medium(number[3:]) == "newspaper")


def _typed(record: Record) -> tuple[Kind, str, tuple[str, ...]]:
    """Judge a record without a telling code by its type; a Chinese database's conference record by the book it stands in."""
    letter = (record.type or "").partition("/")[0].upper()
    if letter == "C" and record.source not in _FOREIGN:
        return _proceedings(record, "类型[C]")
    found = _MARKS.get(letter)
    if found is not None:
        return found, f"记录类型[{letter}]", record.evidence
    if record.journal and not record.book:
        return "journal", "记录载有刊名", record.evidence
    return "unknown", "记录未载明文献类型", record.evidence


def asked_type(citation: Citation) -> str | None:
    """Return the type by which an item is looked up: `Z` for an award or a project, of which no serial is stated."""
    return "Z" if is_unprinted(citation) else citation.type


def is_unprinted(citation: Citation) -> bool:
    """Tell whether an item without a printed type is an award or a project and no paper: its words say so, and no serial is stated.

    >>> is_unprinted(Citation(id="", raw="", title="虚构余热回收获2019年度科技进步二等奖"))
    True
    >>> is_unprinted(Citation(id="", raw="", title="虚构基金项目的管理")), is_unprinted(Citation(id="", raw="", title="奖", type="M"))
    (False, False)
    """
    inferred = citation.type is None or any(one.field == "type" and one.kind == "inferred" for one in citation.doubts)
    if not inferred or citation.container or citation.pages or citation.issue:
        return False
    words = citation.raw or citation.title or ""
    return bool(_HONOUR.search(words)) or bool(_PROJECT.search(words) and _PART.search(words))


def _claimed(citation: Citation, journal: JournalFinding) -> tuple[Kind, str, tuple[str, ...]]:
    letter = (asked_type(citation) or "").partition("/")[0].upper()
    if letter == "Z" and not citation.container:
        return "other", "未载刊名，不是期刊论文", ()
    found = _MARKS.get(letter)
    if found is not None and found != "collection":
        return found, f"所填文献类型[{letter}]", ()
    if found is None and journal.state == "found":
        return "journal", "所填刊名为登记期刊", ()
    return "unknown", f"所填文献类型[{letter}]" if letter else "", ()
