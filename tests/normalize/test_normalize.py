from __future__ import annotations

import doctest
import importlib
import pkgutil
import unicodedata
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier import normalize
from verifier.normalize import cn, dates, doi, isbn, issn, issues, journals, names, pages, text
from verifier.normalize.invalid import Invalid

MODULES = [f"verifier.normalize.{one.name}" for one in pkgutil.iter_modules(normalize.__path__)]
ANY = st.text(max_size=60)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.failed == 0


def test_every_standard_shows_an_example() -> None:
    shown = [name for name in MODULES if doctest.DocTestFinder().find(importlib.import_module(name))]
    assert set(MODULES) - set(shown) == set()


# ---------------------------------------------------------------- nothing raises, everything is stable


@given(ANY)
def test_folding_twice_is_folding_once(raw: str) -> None:
    assert text.fold(text.fold(raw)) == text.fold(raw)


@given(ANY)
def test_a_key_is_stable_under_case_and_outer_blanks(raw: str) -> None:
    assert text.key(f" {raw} ") == text.key(raw)


@given(ANY)
def test_no_reader_of_a_field_raises(raw: str) -> None:
    issues.mark(raw)
    pages.key(raw)
    pages.ranges(raw)
    dates.parse(raw)
    dates.issue_window(2019, raw, raw)
    journals.key(raw)
    names.same(raw, "张三")
    names.same("Zhang San", raw)
    cn.number(raw)
    doi.compact(raw)
    issn.compact(raw)


@given(ANY)
def test_a_mark_is_the_same_as_itself(raw: str) -> None:
    assert issues.same(raw, raw)


@given(st.text(alphabet="0123456789-,+~Ss增刊第期卷 ./", max_size=12_000))
def test_long_input_stays_quick(raw: str) -> None:
    pages.ranges(raw)
    issues.mark(raw)
    dates.parse(raw)


@given(
    st.integers(1, 36),
    st.sampled_from(["月刊", "双月刊", "季刊", "半月刊", "旬刊", "双周刊", "周刊", "半年刊", "年刊"]),
)
def test_an_issue_lies_inside_its_year(number: int, frequency: str) -> None:
    found = dates.issue_window(2020, str(number), frequency)
    count = dates.per_year(frequency)
    assert count is not None
    assert (found is None) == (number > count)
    if found:
        assert date(2020, 1, 1) <= found[0] <= found[1] <= date(2020, 12, 31)


@pytest.mark.parametrize("frequency", ["月刊", "双月刊", "季刊", "半月刊", "旬刊", "半年刊"])
def test_the_issues_of_a_year_cover_it_without_a_gap(frequency: str) -> None:
    count = dates.per_year(frequency)
    assert count is not None
    windows = [dates.issue_window(2019, str(number), frequency) for number in range(1, count + 1)]
    known = [window for window in windows if window is not None]
    assert len(known) == count
    assert known[0][0] == date(2019, 1, 1)
    assert known[-1][1] == date(2019, 12, 31)
    assert all(dates.days_between(one[1], other[0]) == 1 for one, other in pairwise(known))


# ---------------------------------------------------------------- near misses


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("废水处理", "废气处理"),
        ("研究(一)", "研究(二)"),
        ("110kV", "220kV"),
        ("1.5MW", "15MW"),
        ("2-氯丙烷", "1,2-氯丙烷"),
        ("C语言", "C++语言"),
        ("第Ⅱ部分", "第Ⅲ部分"),
        ("己二酸", "已二酸"),
        ("未端", "末端"),
    ],
)
def test_unlike_titles_keep_unlike_keys(one: str, other: str) -> None:
    assert text.key(one) != text.key(other)


@pytest.mark.parametrize("radical", [chr(point) for point in range(0x2F00, 0x2FD6)])
def test_kangxi_radicals_are_their_characters(radical: str) -> None:
    assert text.fold(radical) == unicodedata.normalize("NFKC", radical)
    assert text.has_han(text.fold(radical))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S1", "1"),
        ("S1", "S2"),
        ("Z1", "S1"),
        ("增刊1", "1"),
        ("增刊1", "增刊2"),
        ("5A", "5B"),
        ("05X", "05Z"),
        ("7-8", "7"),
        ("1", "10"),
        ("专刊", "增刊"),
        ("6上", "6下"),
    ],
)
def test_unlike_marks_are_not_the_same_issue(one: str, other: str) -> None:
    assert not issues.same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张三", "张四"),
        ("李晓明", "李小明"),
        ("张玮", "张伟"),
        ("单小明", "DAN X Q"),
        ("张三丰", "Zhang Sanfu"),
        ("Smith J", "Smith K"),
        ("Smith John", "Smith Jane"),
        ("欧阳修文", "Ou Wenxiu Li"),
        ("Van der Perre L", "Van der Meer L"),
        ("Des Marais D J", "Des Marais E J"),
        ("王五", ""),
    ],
)
def test_unlike_names_are_two_people(one: str, other: str) -> None:
    assert names.same(one, other) == ""


@pytest.mark.parametrize(
    "surname", ["单 Shan", "解 Xie", "曾 Zeng", "仇 Qiu", "区 Ou", "查 Zha", "朴 Piao", "盖 Ge", "翟 Zhai", "覃 Qin"]
)
def test_a_surname_is_read_as_a_surname(surname: str) -> None:
    han, latin = surname.split()
    assert names.same(f"{han}晓澍", f"{latin} Xiaoshu") == "romanised"
    assert names.same(f"{han}晓澍", f"{latin.upper()} X S") == "initials"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("虚构大学学报(医学版)", "虚构大学学报(工学版)"),
        ("虚构大学学报", "虚构大学学报(工学版)"),
        ("虚构华南学报", "虚构华中学报"),
        ("虚构技术", "虚构技术A"),
    ],
)
def test_unlike_journals_keep_unlike_keys(one: str, other: str) -> None:
    assert journals.key(one) != journals.key(other)


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("CN(HK)NR2101/R", "hong_kong"),
        ("CN-HK 21-1234(HK)/R", "hong_kong"),
        ("21-(Q)1234", "internal"),
        ("44-Q1234", "internal"),
        ("CN 99-1234/T", "region"),
        ("CN 21-123/T", "serial"),
        ("CN 21-1234/机", "format"),
        ("1000-0003", "format"),
        ("", "format"),
    ],
)
def test_a_wrong_cn_names_its_wrong_part(raw: str, part: str) -> None:
    with pytest.raises(Invalid) as wrong:
        cn.validate(raw)
    assert wrong.value.part == part


def test_the_serial_range_never_makes_a_cn_wrong() -> None:
    assert cn.validate("11-6012/TU") == "11-6012/TU"
    assert cn.validate("21-9012/T") == "21-9012/T"


def test_a_letter_is_only_suggested_to_be_a_zero() -> None:
    with pytest.raises(Invalid):
        cn.validate("21-12O4/TH")
    assert cn.suggest("21-12O4/TH") == "21-1204/TH"


@pytest.mark.parametrize("digits", ["1000000", "0028083", "2049363", "1234567"])
def test_one_wrong_digit_of_an_issn_is_always_seen(digits: str) -> None:
    right = digits + issn.check_digit(digits)
    assert issn.validate(right)
    for place in range(7):
        wrong = digits[:place] + str((int(digits[place]) + 1) % 10) + right[place + 1 :]
        with pytest.raises(Invalid, match="check"):
            issn.validate(wrong)


def test_both_lengths_of_an_isbn_are_one_book() -> None:
    ten = "700000001" + isbn.check_digit("700000001")
    assert isbn.same(ten, isbn.to13(ten))
    assert isbn.validate(isbn.to13(ten)) == isbn.to13(ten)


@pytest.mark.parametrize("raw", ["2019-02-30", "2019-13", "19年", "第3期", "2019-06-31", ""])
def test_what_is_no_date_is_no_date(raw: str) -> None:
    assert dates.parse(raw) is None


@pytest.mark.parametrize(
    ("raw", "window"),
    [
        ("二〇一九年十二月", ("2019-12-01", "2019-12-31")),
        ("2020年2月", ("2020-02-01", "2020-02-29")),
        ("2019/3/5", ("2019-03-05", "2019-03-05")),
        ("20190305", ("2019-03-05", "2019-03-05")),
        ("2019-06-12 14:35", ("2019-06-12", "2019-06-12")),
        ("２０１９．０６", ("2019-06-01", "2019-06-30")),
        ("2019年6月中旬", ("2019-06-11", "2019-06-20")),
        ("2019年第3期", ("2019-01-01", "2019-12-31")),
    ],
)
def test_dates_are_windows(raw: str, window: tuple[str, str]) -> None:
    found = dates.parse(raw)
    assert found is not None
    assert dates.iso(found) == window


@pytest.mark.parametrize(
    ("mark", "frequency", "window"),
    [
        ("5月下", "半月刊", None),
        ("5下半月", "半月刊", ("2019-05-16", "2019-05-31")),
        ("5下", "半月刊", ("2019-05-16", "2019-05-31")),
        ("5下", "月刊", ("2019-05-01", "2019-05-31")),
        ("5下旬", "旬刊", ("2019-05-21", "2019-05-31")),
        ("18", "旬刊", ("2019-06-21", "2019-06-30")),
        ("1-2", "双月刊", ("2019-01-01", "2019-04-30")),
        ("26", "双周刊", ("2019-12-01", "2019-12-31")),
        ("2", "四月一期", ("2019-05-01", "2019-08-31")),
        ("增刊1", "月刊", None),
        ("Z1", "月刊", None),
        ("3", "不定期", None),
        ("3", None, None),
    ],
)
def test_an_issue_is_a_window_or_nothing(mark: str, frequency: str | None, window: tuple[str, str] | None) -> None:
    found = dates.issue_window(2019, mark, frequency)
    assert (dates.iso(found) if found else None) == window
