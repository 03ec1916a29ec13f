"""How each database codes an issue, and which name and numbers a journal carried on a date.

CNKI and VIP code a supplement `S1` and a combined issue `Z1` (n-th of that year); Wanfang codes a supplement `z1`.
How Wanfang codes a combined issue is not known: ASSUMED is its first number.
"""

from __future__ import annotations

import re
import unicodedata

from verifier.stub.catalogue import Former, Journal

_SUPPLEMENT = re.compile(r"(?:增刊|增|专刊|特刊|专辑|suppl\.?|s)\s*[(（]?(\d{0,2})[)）]?", re.IGNORECASE)
_COMBINED = re.compile(r"(\d{1,3})\s*[/\-+、~至,—]\s*(\d{1,3})|z(\d)", re.IGNORECASE)
_ROMAN = str.maketrans({"一": "1", "二": "2", "三": "3", "四": "4"})


def fold_issue(text: str) -> str:
    """One form of an issue as printed: NFKC, no blanks, no 第…期, Chinese and Roman digits as digits.

    >>> fold_issue("第3期"), fold_issue("增刊Ⅱ")
    ('3', '增刊2')
    """
    folded = unicodedata.normalize("NFKC", text).strip().replace(" ", "").removeprefix("第").removesuffix("期")
    folded = folded.translate(_ROMAN)
    roman = re.fullmatch(r"(增刊?|专刊|特刊|专辑)(I{1,3})", folded)
    return f"{roman[1]}{len(roman[2])}" if roman else folded


def is_combined(issue: str) -> bool:
    """Whether an issue as printed names several numbers at once.

    >>> is_combined("7/8"), is_combined("7"), is_combined("增刊1")
    (True, False, False)
    """
    return _COMBINED.fullmatch(fold_issue(issue)) is not None


def code_issue(source: str, issue: str, combined: tuple[str, ...] = ()) -> str:
    """The issue as the source shows it; `combined` are the journal-year's combined issues in order.

    >>> code_issue("cnki", "3"), code_issue("wanfang", "3"), code_issue("vip", "3")
    ('03', '3', '3')
    >>> code_issue("cnki", "增刊1"), code_issue("wanfang", "增刊1")
    ('S1', 'z1')
    >>> code_issue("cnki", "7/8", ("1/2", "7/8")), code_issue("wanfang", "7/8")
    ('Z2', '7')
    """
    folded = fold_issue(issue)
    supplement = _SUPPLEMENT.fullmatch(folded)
    if supplement:
        return ("z" if source == "wanfang" else "S") + (supplement[1].lstrip("0") or "1")
    several = _COMBINED.fullmatch(folded)
    if several and source == "wanfang":
        return (several[1] or several[3]).lstrip("0") or "0"
    if several:
        nth = combined.index(issue) + 1 if issue in combined else 1
        return f"Z{several[3] or nth}"
    return folded.zfill(2) if source == "cnki" else folded.lstrip("0") or folded


def issue_key(code: str) -> str:
    """What makes two codes of one source the same issue: two places, capitals.

    >>> issue_key("3"), issue_key("03"), issue_key("s1")
    ('03', '03', 'S1')
    """
    return unicodedata.normalize("NFKC", code).strip().upper().lstrip("0").zfill(2)


def issue_month(issue: str | None, frequency: str | None) -> int | None:
    """The month in which a regular issue of a monthly, bimonthly or quarterly appears (its last month).

    >>> issue_month("3", "双月刊"), issue_month("增刊", "月刊")
    (6, None)
    """
    number = re.fullmatch(r"0*(\d{1,2})", issue or "")
    step = {"月刊": 1, "双月刊": 2, "季刊": 3, "半年刊": 6}.get(frequency or "")
    if not number or not step:
        return None
    month = int(number[1]) * step
    return month if month <= 12 else None


def name_on(journal: Journal, date: str | None) -> Former | None:
    """The former name valid on a date (`YYYY`, `YYYY-MM` or longer); None = the present one.

    A name is valid through the whole of its last year or month; of several the one that ended first is taken.
    """
    if date is None:
        return None
    ended = [f for f in journal.former if f.until is not None and _not_after(date, f.until)]
    for former in sorted(ended, key=lambda f: f.until or ""):
        if former.since is None or _not_after(former.since, date):
            return former
    return None


def _not_after(left: str, right: str) -> bool:
    """Compare two partial dates by what both know.

    >>> _not_after("2015-03", "2015"), _not_after("2016", "2015-12")
    (True, False)
    """
    shared = min(len(left), len(right))
    return left[:shared] <= right[:shared]
