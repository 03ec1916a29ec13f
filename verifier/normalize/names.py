"""Names of people: whether two spellings may be the same person's, and by which reason.

Romanised names are compared with every reading of every character, since the default reading of a surname is often wrong
(单 解 曾 仇 区 查 朴 盖 翟 覃), in both orders. A reason is an explanation, not a proof of identity: initials fit many people.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from verifier.normalize.text import fold, has_han, simplified

Reason = Literal["", "exact", "spacing", "width", "script", "rare", "romanised", "initials", "order"]

_COMPOUND = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 "
    "宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 "
    "微生 梁丘 左丘 西门 第五 完颜 纳兰 叶赫 爱新"
)
COMPOUND = frozenset(_COMPOUND.split())
"""Compound surnames (复姓) in simplified characters."""

_MARKS = re.compile(r"<sup>.{0,20}?</sup>|\[\d[\d,;*\s-]{0,12}\]|[*†‡#①-⑳]|(?<=[^\W\d_])\d+(?:,\d+)*$")
_ROLE = re.compile(
    r"^(?:本报|特约|见习|实习)?(?:记者|通讯员|作者)[\s::]*|[\s,(]+(?:著|编著|主编|编|译|记者|整理|等著|等编)[)]?$"
)
_MORE = re.compile(r"^\W*(?:等|等人|et\.?\s*al\.?|and\s+others|others|他)\W*$", re.I)
_SIGN = re.compile(r"[\s·.,'-]+")
_ACCENT = re.compile(r"[\u0300-\u036f]")
_LONGEST = 80
"""A longer text is no person's name and only ever equals itself."""

_RING = str.maketrans("○◯", "〇〇")
_LOST = re.compile("[〓□■▯▢?\ufffd\ue000-\uf8ff]")
"""Signs that stand where a database had no glyph for a rare character."""
_CAPITALS = re.compile(r"[A-Z]{1,3}")


@lru_cache(maxsize=1 << 14)
def is_more(name: str) -> bool:
    """Tell whether an entry of an author list only says that there are more.

    >>> is_more("等"), is_more("et al."), is_more("等. "), is_more("邓等")
    (True, True, True, False)
    """
    return _MORE.match(fold(name)) is not None


def clean(name: str) -> str:
    """Return a name without footnote marks and roles, width folded; the words of the name stay as printed.

    >>> clean("张 三<sup>1,2</sup>"), clean("李四[1]"), clean("本报记者 王五"), clean("赵六*"), clean("张译")
    ('张 三', '李四', '王五', '赵六', '张译')
    """
    bare = _ROLE.sub("", _MARKS.sub("", fold(_MARKS.sub("", name))).strip())
    return bare.strip(" ,;")


@lru_cache(maxsize=1 << 15)
def key(name: str) -> str:
    """Return the equality key of a name: no blanks, dots or dashes, no accents, case folded.

    >>> key("张　三"), key("阿布都·热合曼"), key("MÜLLER, Jan-Erik"), key("Zhang San")
    ('张三', '阿布都热合曼', 'mullerjanerik', 'zhangsan')
    """
    bare = clean(name)
    if not has_han(bare):
        bare = _ACCENT.sub("", unicodedata.normalize("NFD", bare))
    return _SIGN.sub("", bare).translate(_RING).casefold()


@lru_cache(maxsize=1 << 15)
def same(one: str, other: str) -> Reason:
    """Return why two spellings may be one person's name, or an empty string if they are two names.

    >>> same("张三", "张三"), same("张 三", "张三"), same("張三", "张三"), same("张三", "张四")
    ('exact', 'spacing', 'script', '')
    >>> same("单小明", "SHAN Xiaoming"), same("欧阳修文", "Xiuwen Ouyang"), same("张三丰", "Zhang S F"), same("张三", "LI S")
    ('romanised', 'romanised', 'initials', '')
    >>> same("Zhang, San", "San Zhang"), same("ZHANG S", "Zhang San"), same("Smith J A", "SMITH JA"), same("Smith J", "Smyth J")
    ('order', 'initials', 'spacing', '')
    """
    if one == other:
        return "exact"
    left, right = key(one), key(other)
    if left == right:
        return "spacing" if fold(one) != fold(other) else "width"
    if not left or not right or max(len(left), len(right)) > _LONGEST:
        return ""
    han = has_han(left), has_han(right)
    if all(han):
        return "script" if simplified(left) == simplified(right) else _rare(left, right)
    if any(han):
        return _romanised(left, other) if han[0] else _romanised(right, one)
    return _latin(one, other)


def _rare(left: str, right: str) -> Reason:
    """Tell whether two names differ only where one of them shows a sign for a character that its printer did not have.

    Such a sign stands for one character outside GB 2312, and never for the surname's first.

    >>> _rare("王□", "王喆"), _rare("王□", "王伟"), _rare("□伟", "喆伟"), _rare("王〓明", "王喆明"), _rare("王〓明", "李喆明")
    ('rare', '', '', 'rare', '')
    """
    if len(left) != len(right) or left[0] != right[0]:
        return ""
    pairs = [(one, other) for one, other in zip(left, right, strict=True) if one != other]
    lost = [other if _LOST.fullmatch(one) else one for one, other in pairs if bool(_LOST.fullmatch(one)) != bool(_LOST.fullmatch(other))]
    return "rare" if len(lost) == len(pairs) == 1 and _is_rare(lost[0]) else ""


def _is_rare(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return has_han(character)
    return False


# ---------------------------------------------------------------- Chinese against Latin


@lru_cache(maxsize=1 << 14)
def readings(character: str) -> frozenset[str]:
    """Return every toneless reading of one character, surname readings included; `ü` also as v, u and yu.

    >>> sorted(readings("单")), sorted(readings("吕"))
    (['chan', 'dan', 'shan'], ['lu', 'lv', 'lyu'])
    """
    import pypinyin  # late: its dictionaries cost start-up time

    found = {reading.lower() for reading in pypinyin.pinyin(character, pypinyin.Style.NORMAL, heteronym=True)[0]}
    surname = _SURNAME.get(character)
    if surname:
        found.add(surname)
    plain = {_ACCENT.sub("", unicodedata.normalize("NFD", one.replace("ü", "v"))) for one in found}
    more = {one.replace("v", to) for one in plain if "v" in one for to in ("u", "yu")}
    return frozenset(one for one in plain | more if one.isascii() and one.isalpha())


_SURNAMES = "单shan 解xie 曾zeng 仇qiu 区ou 查zha 朴piao 盖ge 翟zhai 覃qin 尉yu 乐yue 冼xian 员yun 缪miao 宓mi 逄pang 佴nai 召shao"
_SURNAME = {entry[0]: entry[1:] for entry in _SURNAMES.split()}


def _romanised(han: str, latin: str) -> Reason:
    """Compare a Chinese name with a romanised one, in both orders, whole or as initials."""
    han = simplified(han)
    words = _words(latin)
    if not words or not all("\u3400" <= one <= "\u9fff" for one in han) or len(han) > 8:
        return ""
    whole = "".join(words)
    for size in _surname_sizes(han):
        surname, given = han[:size], han[size:]
        if whole in _joined(surname + given) or whole in _joined(given + surname):
            return "romanised"
    return "initials" if any(_initials(han[:size], han[size:], words) for size in _surname_sizes(han)) else ""


def _surname_sizes(han: str) -> tuple[int, ...]:
    """Return how long the surname may be: one character, or two for a compound surname or four characters."""
    if han[:2] in COMPOUND and len(han) > 2:
        return (2, 1)
    return (1, 2) if len(han) > 3 else (1,)


@lru_cache(maxsize=1 << 13)
def _joined(characters: str) -> frozenset[str]:
    """Return every reading of a run of characters, written together; at most some hundreds."""
    found = {""}
    for character in characters:
        found = {start + reading for start in found for reading in readings(character)}
        if len(found) > 2000:
            return frozenset()
    return frozenset(found)


def _initials(surname: str, given: str, words: tuple[str, ...]) -> bool:
    """Tell whether words are the surname in full and the given name's initials, in either order."""
    first = {reading[0] for reading in readings(given[0])} if given else set()
    fits = [{reading[0] for reading in readings(character)} for character in given]
    for place in (0, -1):
        rest = "".join(words[1:] if place == 0 else words[:-1])
        if words[place] not in _joined(surname) or not rest or not given:
            continue
        whole = len(rest) == len(fits) and all(letter in fit for letter, fit in zip(rest, fits, strict=True))
        if whole or (len(rest) == 1 and rest in first):
            return True
    return False


# ---------------------------------------------------------------- Latin against Latin


@lru_cache(maxsize=1 << 14)
def _words(name: str) -> tuple[str, ...]:
    """Return the words of a Latin name in lower case, without accents."""
    plain = _ACCENT.sub("", unicodedata.normalize("NFD", clean(name)))
    return tuple(word for word in re.split(r"[^A-Za-z]+", plain.lower()) if word)


@lru_cache(maxsize=1 << 14)
def _splits(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the possible (surname, given words) of a Latin name, surnames of several words too (van der Perre L)."""
    head, comma, tail = clean(name).partition(",")
    if comma:
        return ((key(head), _given(tail)),) if _words(head) else ()
    words = [word for word in re.split(r"[\s.]+", clean(name)) if word][:6]
    pairs = [(words[:place], words[place:]) for place in range(1, len(words))]
    pairs += [(given, surname) for surname, given in pairs]
    return tuple((key(" ".join(surname)), _given(" ".join(given))) for surname, given in pairs)


def _given(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for word in re.split(r"[\s.,-]+", text):
        capitals = _CAPITALS.fullmatch(word)
        found.extend(word.lower() if capitals else [key(word)] if word else [])
    return tuple(found)


def _latin(one: str, other: str) -> Reason:
    """Compare two Latin names: the same words in another order, or one surname with initials that fit."""
    if sorted(_words(one)) == sorted(_words(other)):
        return "order"
    for surname, given in _splits(one):
        for family, names in _splits(other):
            if surname and surname == family and given and names:
                if "".join(given) == "".join(names):
                    return "order"
                if _fit(given, names):
                    return "initials"
    return ""


def _fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether given names agree word by word, an initial standing for any name that begins with it."""
    if any(len(word) > 1 for word in one) and any(len(word) > 1 for word in other):
        pairs = zip(one, other, strict=False)
        return all(left == right or (min(len(left), len(right)) == 1 and left[0] == right[0]) for left, right in pairs)
    return all(left[0] == right[0] for left, right in zip(one, other, strict=False))
