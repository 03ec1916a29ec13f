"""The kinds of differences in words, Chinese and English, as `data/weights.toml` names them."""

from __future__ import annotations

from verifier.portal.language import lang
from verifier.proof.words import Text, name

KINDS: dict[str, Text] = {
    "abbreviation": ("刊名缩写", "abbreviated"),
    "combined_open": ("合刊所含期号未定", "combined issue, open"),
    "combined_part": ("合刊之一期", "part of a combined issue"),
    "digits": ("数字写法", "digits"),
    "dropped": ("少列作者", "author left out"),
    "edition": ("版别不同", "another edition"),
    "edition_unstated": ("未注明版别", "edition not stated"),
    "few_ideographs": ("数字（字）之差", "a few characters"),
    "first_page_only": ("只填首页", "first page only"),
    "former_name": ("曾用刊名", "former name"),
    "former_number": ("原刊号", "former number"),
    "inserted": ("多列作者", "author added"),
    "jump_left_out": ("略去转页", "jump left out"),
    "language": ("另一文种的题名", "the other language"),
    "letter": ("CN 分类字母", "letter of the CN"),
    "look_alike": ("形近字", "look-alike character"),
    "mark": ("类型标识", "type mark"),
    "medium": ("载体标识", "medium mark"),
    "name_out_of_time": ("不是当时刊名", "not its name then"),
    "none_shared": ("作者全不同", "no shared author"),
    "numeral": ("数值不同", "another numeral"),
    "one_ideograph": ("一字之差", "one character"),
    "one_letter": ("一个字母之差", "one letter"),
    "one_off": ("相差一年", "one year apart"),
    "online_first": ("网络首发的写法", "as of online first"),
    "online_year": ("网络首发年份", "year of online first"),
    "order": ("次序不同", "another order"),
    "ordinal": ("序次不同", "another ordinal"),
    "other": ("不同", "differs"),
    "other_journal": ("另一刊", "another journal"),
    "other_name": ("有不同的姓名", "another name"),
    "page_count": ("填为页数", "a count of pages"),
    "part_unstated": ("未注明上下旬（半月）", "part of the month not stated"),
    "punctuation": ("标点", "punctuation"),
    "range": ("止页不同", "last page differs"),
    "regular_as_supplement": ("正刊填作增刊", "regular stated as supplement"),
    "role": ("作者职责", "role"),
    "script": ("繁简", "script"),
    "sign": ("符号", "sign"),
    "spelling": ("写法", "spelling"),
    "stop_word": ("虚词", "stop word"),
    "subtitle": ("副题名", "subtitle"),
    "supplement_as_regular": ("增刊填作正刊", "supplement stated as regular"),
    "supplement_mark": ("增刊标识的写法", "mark of a supplement"),
    "ten_day_number": ("旬刊期号", "ten-day number"),
    "truncated": ("只列部分作者", "list cut short"),
    "typography": ("排印", "typography"),
    "words": ("用词不同", "other words"),
}


def kind_name(kind: str) -> str:
    """Return a kind of difference in words; one that is not listed is said by its own name."""
    return name(KINDS, kind, lang())
