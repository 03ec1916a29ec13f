"""File names of CNKI records and similar ids: what they say of journal, year and issue, without ever dropping a letter."""

from __future__ import annotations

import re

_ISSUE_FILE = re.compile(r"([A-Z0-9]{4})((?:19|20)\d\d)(\d\d|[SZ]\d)(\d{3})")
_WANFANG = re.compile(r"([a-z][a-z0-9-]{1,30}?)((?:19|20)\d\d)(\d\d|[a-z]\d)(\d{3})")
_VIP_PATH = re.compile(r"/qk/([0-9A-Za-z]{4,8})/((?:19|20)\d\d)([sSzZ]?\d{1,2})/")
_DOI = re.compile(r"[.\-_/](?:19|20)\d\d[.\-_]?([SsZz]\d{1,2})(?=[.\-_]|$)")
_DBCODE = re.compile(r"(CJF[DQN]|CJZK|CAPJ|CCJD|C[DM]FD|CDMD|CCND|C[PIV]PD|CPFD|IPFD|CIPD|CYFD|SCPD|SCOD|SC[SH]F|SCSD|CISD|SNAD|KJBG|WW[JPB]D)")
_TYPES = {
    "CJFD": "J", "CJFQ": "J", "CJFN": "J", "CJZK": "J", "CAPJ": "J", "CCJD": "J", "WWJD": "J",
    "CDFD": "D", "CMFD": "D", "CDMD": "D", "CCND": "N", "CPFD": "C", "CIPD": "C", "IPFD": "C", "CPVD": "C", "WWPD": "C",
    "SCPD": "P", "SCOD": "P", "SCSF": "S", "SCHF": "S", "SCSD": "S", "CISD": "S", "KJBG": "R", "WWBD": "M",
}  # fmt: skip


def issue_file(name: str) -> tuple[str, str, str] | None:
    """Return (journal code, year, issue) of a CNKI file name of a printed issue, None for any other id.

    Pre-publication names (code + date + sequence) are longer and say nothing of an issue.

    >>> issue_file("ABCD202106012"), issue_file("ABCD2021S1003"), issue_file("ABCD20210615001"), issue_file("1020123456.nh")
    (('ABCD', '2021', '06'), ('ABCD', '2021', 'S1'), None, None)
    """
    found = _ISSUE_FILE.fullmatch(name.upper())
    return (found[1], found[2], found[3]) if found else None


def lettered(issue: str | None) -> bool:
    """Tell whether an issue code carries more than digits, and so speaks of a supplement, combined or special issue."""
    return bool(issue) and not re.fullmatch(r"\d{1,4}", issue or "")


def cnki_witness(name: str) -> tuple[tuple[str, str], ...]:
    """Return what a CNKI file name witnesses of a supplement or combined issue.

    >>> cnki_witness("ABCD2021S1003"), cnki_witness("ABCD202106012")
    ((('cnki_filename', 'S1'),), ())
    """
    found = issue_file(name)
    return (("cnki_filename", found[2]),) if found and lettered(found[2]) else ()


def wanfang_witness(record: str) -> tuple[tuple[str, str], ...]:
    """Return what a Wanfang id witnesses of a supplement or combined issue.

    >>> wanfang_witness("abcd2021z1002"), wanfang_witness("abcd202106012")
    ((('wanfang_id', 'z1'),), ())
    """
    found = _WANFANG.fullmatch(record)
    return (("wanfang_id", found[3]),) if found and lettered(found[3]) else ()


def vip_witness(path: str) -> tuple[tuple[str, str], ...]:
    """Return what a legacy VIP path witnesses.

    >>> vip_witness("/qk/90288X/2021s1/7100000001.html"), vip_witness("/qk/90288X/202106/7100000001.html")
    ((('vip_path', 's1'),), ())
    """
    found = _VIP_PATH.search(path)
    return (("vip_path", found[3]),) if found and lettered(found[3]) else ()


def doi_witness(doi: str | None) -> tuple[tuple[str, str], ...]:
    """Return the issue segment of a DOI where it carries a letter.

    >>> doi_witness("10.12345/j.cnki.abcd.2021.S1.003"), doi_witness("10.12345/j.cnki.abcd.2021.06.003")
    ((('doi', 'S1'),), ())
    """
    found = _DOI.search(doi or "")
    return (("doi", found[1]),) if found else ()


def dbcode(table: str) -> str | None:
    """Return the database code out of a CNKI table name.

    >>> dbcode("CJFDLAST2021"), dbcode("CAPJLAST"), dbcode("CPFD9908"), dbcode("")
    ('CJFD', 'CAPJ', 'CPFD', None)
    """
    found = _DBCODE.match(table.upper())
    return found[1] if found else None


def type_of(code: str | None) -> str | None:
    """Return the GB/T 7714 letter of a CNKI database code."""
    return _TYPES.get(code or "")
