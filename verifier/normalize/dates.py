"""Dates as windows of days: a printed date known to the year, the month or the day, and an issue's place in its year."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

from verifier.normalize import issues
from verifier.normalize.text import fold

_NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR = r"(?P<y>(?:1[89]|20|21)\d\d)"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        _YEAR + r"(?P<m>\d\d)(?P<d>\d\d)",
        _YEAR + r"\s*[-./年,]\s*(?P<m>\d{1,2})\s*[-./月,]\s*(?P<d>\d{1,2})\s*日?(?:[T\s].{0,40})?",
        _YEAR + r"\s*[-./年,]\s*(?P<m>\d{1,2})\s*月?\s*(?P<third>[上中下])旬?(?:刊)?",
        _YEAR + r"\s*[-./年,]\s*(?P<m>\d{1,2})\s*(?:月(?:份)?)?",
        _YEAR + r"\s*年?(?:\s*第.{1,12}期)?",
    )
)
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_ENGLISH = (
    re.compile(r"(?P<y>[12]\d{3})\s+(?P<n>[a-z]{3})[a-z]*\.?(?:\s+(?P<d>\d{1,2}))?"),
    re.compile(r"(?P<n>[a-z]{3})[a-z]*\.?\s+(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<y>[12]\d{3})"),
    re.compile(r"(?P<d>\d{1,2})\s+(?P<n>[a-z]{3})[a-z]*\.?,?\s+(?P<y>[12]\d{3})"),
)
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
_FREQUENCIES = (
    (r"周二刊|半周", 104), (r"双周|两周|biweekly|fortnight", 26), (r"周刊?|weekly", 52), (r"旬", 36),
    (r"半月|semimonthly", 24), (r"双月|bimonthly", 6), (r"半年|semiannual", 2), (r"四月一期", 3), (r"四月", 3),
    (r"季|quarterly", 4), (r"月|monthly", 12), (r"年|annual", 1),
)  # fmt: skip


@lru_cache(maxsize=1 << 13)
def parse(text: str | None) -> tuple[date, date] | None:
    """Return the first and last day of a printed date, None if it is no date.

    >>> parse("2019"), parse("2019年3月")
    ((datetime.date(2019, 1, 1), datetime.date(2019, 12, 31)), (datetime.date(2019, 3, 1), datetime.date(2019, 3, 31)))
    >>> parse("2019.3.5")[0], parse("2019年3月下旬")[0], parse("2019-13"), parse("Mar 2019")[1]
    (datetime.date(2019, 3, 5), datetime.date(2019, 3, 21), None, datetime.date(2019, 3, 31))
    """
    folded = fold(text or "").lower()
    if not folded or len(folded) > 60:
        return None
    if "年" in folded and not folded[0].isdigit():
        folded = _arabic(folded)
    for shape in _SHAPES:
        found = shape.fullmatch(folded)
        if found:
            parts = found.groupdict()
            return _window(parts["y"], parts.get("m"), parts.get("d"), parts.get("third"))
    return _english(folded)


def _english(text: str) -> tuple[date, date] | None:
    """Read a date whose month is an English word."""
    for shape in _ENGLISH:
        found = shape.fullmatch(text)
        if found and found["n"] in _MONTHS:
            return _window(found["y"], str(_MONTHS[found["n"]]), found["d"], None)
    return None


def _arabic(text: str) -> str:
    """Turn the numerals of a date into digits: 二〇一九年十二月 -> 2019年12月."""
    text = re.sub(r"(?<![一二三四五六七八九])十(?=[一二三四五六七八九])", "1", text)
    text = re.sub(r"([一二三])十(?=[一二三四五六七八九])", r"\1", text)
    return re.sub(r"([二三])十", r"\g<1>0", text).replace("十", "10").translate(_NUMERALS)


def _window(year: str, month: str | None, day: str | None, third: str | None) -> tuple[date, date] | None:
    """Return the days that year, month and day leave open; None for a month or day that does not exist."""
    try:
        if month is None:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        if day is not None:
            exact = date(int(year), int(month), int(day))
            return exact, exact
        if third is not None:
            first, last = _THIRDS[third]
            return date(int(year), int(month), first), date(
                int(year), int(month), min(last, _days(int(year), int(month)))
            )
        return months(int(year), int(month), int(month))
    except ValueError:
        return None


def months(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first day of one month and the last day of another.

    >>> months(2020, 1, 2)
    (datetime.date(2020, 1, 1), datetime.date(2020, 2, 29))
    """
    return date(year, first, 1), date(year, last, _days(year, last))


def _days(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return calendar.monthrange(year, month)[1]


@lru_cache(maxsize=1 << 10)
def per_year(frequency: str | None) -> int | None:
    """Return how many issues a year a printed frequency (刊期) means, None if it is not understood.

    >>> [per_year(word) for word in ("月刊", "双月", "半月刊", "旬刊", "周刊", "双周", "半年刊", "四月一期", "不定期")]
    [12, 6, 24, 36, 52, 26, 2, 3, None]
    """
    folded = re.sub(r"[\s-]", "", fold(frequency or "").lower())
    if not folded or "不定期" in folded:
        return None
    return next((count for words, count in _FREQUENCIES if re.search(words, folded)), None)


@lru_cache(maxsize=1 << 13)
def issue_window(year: int, issue: str, frequency: str | int | None) -> tuple[date, date] | None:
    """Return the days within which an issue's cover date lies, by its number and the journal's frequency, in words or a year.

    With N issues a year number k stands for the months floor((k-1)*12/N)+1 to ceil(k*12/N); a half-monthly or ten-day issue
    for its half or third of a month; a combined issue for the span from its first number to its last. None if the number is
    beyond the frequency, is no number (supplements), or the frequency is not understood: nothing is guessed.

    >>> issue_window(2021, "5", "双月刊")
    (datetime.date(2021, 9, 1), datetime.date(2021, 10, 31))
    >>> issue_window(2021, "09", "半月刊"), issue_window(2021, "6", "旬刊")[0]
    ((datetime.date(2021, 5, 1), datetime.date(2021, 5, 15)), datetime.date(2021, 2, 21))
    >>> issue_window(2021, "7/8", "月刊"), issue_window(2021, "S1", "月刊"), issue_window(2021, "13", "月刊")
    ((datetime.date(2021, 7, 1), datetime.date(2021, 8, 31)), None, None)
    """
    count = frequency if isinstance(frequency, int) else per_year(frequency)
    mark = issues.mark(issue)
    if count is None or not mark.numbers or mark.kind_hint not in ("regular", "combined", "part"):
        return None
    part = issues.ten_day(mark)
    if part and 1 <= mark.numbers[0] <= mark.numbers[-1] <= 12:
        return _part_of_month(year, mark.numbers[0], _part(part, count))
    if mark.kind_hint == "part" and mark.letters:
        return None
    first, last = mark.numbers[0], mark.numbers[-1]
    if not 1 <= first <= last <= count + (1 if count == 52 else 0):
        return None
    return _span(year, first, count)[0], _span(year, last, count)[1]


def _part(part: str, count: int) -> str:
    """Return the part of a month as the frequency divides it: 下 of a half-monthly is its second half; else the whole month."""
    if count == 24:
        return {"上": "上半", "下": "下半"}.get(part, part if "半" in part else "")
    return part if count == 36 and part in _THIRDS else ""


def _part_of_month(year: int, month: int, part: str) -> tuple[date, date]:
    """Return the third (上 中 下) or half (上半 下半) of a month, the whole month for no part."""
    first, last = months(year, month, month)
    if not part:
        return first, last
    if part == "上半":
        return first, first.replace(day=15)
    if part == "下半":
        return first.replace(day=16), last
    start, end = _THIRDS[part]
    return first.replace(day=start), first.replace(day=min(end, last.day))


def _span(year: int, number: int, count: int) -> tuple[date, date]:
    """Return the days of issue `number` of `count` in a year."""
    if count == 24:
        return _part_of_month(year, (number - 1) // 2 + 1, "下半" if number % 2 == 0 else "上半")
    if count == 36:
        return _part_of_month(year, (number - 1) // 3 + 1, "上中下"[(number - 1) % 3])
    number = min(number, count)
    return months(year, (number - 1) * 12 // count + 1, -(-number * 12 // count))


def iso(window: tuple[date, date]) -> tuple[str, str]:
    """Return both ends in ISO form.

    >>> iso((date(2019, 3, 1), date(2019, 3, 31)))
    ('2019-03-01', '2019-03-31')
    """
    return window[0].isoformat(), window[1].isoformat()


def days_between(first: date, last: date) -> int:
    """Return how many days lie from one date to another.

    >>> days_between(date(2021, 8, 30), date(2021, 8, 31))
    1
    """
    return (last - first) // timedelta(days=1)
