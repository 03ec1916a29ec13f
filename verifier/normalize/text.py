"""Comparison forms of running text: `fold` to read, `key` to compare, `simplified` across scripts.

The original always stays beside them: nothing here is ever shown instead of what was printed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺉⺊⺋⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺬⺭⺯⺰⺱⺲⺳⺶⺷⺸⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乛乚乙亻冂刂卜㔾兀尣尢巳幺彑彐忄㣺扌攵旡日月歺母民氵氺灬爫爫丬牛犭王疋示礻糹纟罓罒㓁羊羊羋耂肀肉臼艹艹艹虎衤覀西见角讠贝车辶辶辶钅長镸长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
"""CJK radicals supplement (U+2E80-2EFF) that PDF text carries in place of the character, which NFKC leaves alone."""

_FOLD = str.maketrans(
    {
        **dict(zip(*_RADICALS, strict=True)),
        **dict.fromkeys("‐‑‒–—―−─━﹘⁃", "-"),
        **dict.fromkeys("“”„‟″«»「」『』〝〞", '"'),
        **dict.fromkeys("‘’‛′`´", "'"),
        **dict.fromkeys("・•‧∙⋅●ꞏ", "·"),
        **dict.fromkeys("〜∼∽", "~"),
        **dict.fromkeys("〔［【", "["),
        **dict.fromkeys("〕］】", "]"),
        "∥": "//",
        "。": ".",
        "、": ",",
        "∕": "/",
        "⁄": "/",
        "\u200b": "",
        "\u200c": "",
        "\u200d": "",
        "\ufeff": "",
        "\u00ad": "",
    }
)
_BLANKS = re.compile(r"\s+")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_CNKI_SUP = re.compile(r"~\(([^()~]{1,16})\)")
_THOUSANDS = re.compile(r"(?<![\d.])(\d{1,3}),(?=\d{3}(?!\d))")
_JOINT = re.compile(r"(?<=\d)\s*([.,/:~-])\s*(?=\d)")
_JOINTS = str.maketrans(".,/:~-", "\ue000\ue001\ue002\ue003\ue004\ue004")
_UNJOINTS = str.maketrans("\ue000\ue001\ue002\ue003\ue004", ".,/:-")
_DROP = re.compile(r"[^\w+#%‰±\ue000-\ue004]|_")
_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def fold(text: str) -> str:
    """Fold width, dashes, quotes, brackets, radicals and blanks, so that two typographies of a text read the same.

    >>> fold("Ⅱ型  “炉渣”（甲）—⻛")
    'II型 "炉渣"(甲)-风'
    """
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text).translate(_FOLD)).strip()


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """Return the canonical equality key of a title: letters and digits, case folded, markup of formulas unified.

    Signs that carry meaning stay: `+ # % ‰ ±`, and the joint between two digits (1.5 is not 15). Ideographs are kept
    exactly: one different character gives a different key.

    >>> key("CO<sub>2</sub>排放"), key("CO₂ 排放"), key("CO_2排放")
    ('co2排放', 'co2排放', 'co2排放')
    >>> key("1.5 MW 机组") == key("15MW机组"), key("1 000~2 000 h") == key("1000—2000h")
    (False, True)
    """
    plain = html.unescape(text) if "&" in text else text
    plain = fold(_TAG.sub("", plain) if "<" in plain else plain)
    if "~" in plain:
        plain = _CNKI_SUP.sub(r"\1", plain)
    if "," in plain:
        plain = _THOUSANDS.sub(r"\1", plain)
    plain = _JOINT.sub(lambda joint: joint.group(1).translate(_JOINTS), plain.casefold())
    return _DROP.sub("", plain).translate(_UNJOINTS)


def letters(text: str) -> str:
    """Return `key` without any sign at all, to tell a difference of punctuation from one of words.

    >>> letters("1.5 MW 机组")
    '15mw机组'
    """
    return re.sub(r"[^\w]", "", key(text))


def has_han(text: str) -> bool:
    """Tell whether a text holds a Chinese ideograph.

    >>> has_han("Fe-Cr 合金"), has_han("Fe-Cr alloy")
    (True, False)
    """
    return _HAN.search(text) is not None


@lru_cache(maxsize=1 << 14)
def simplified(text: str) -> str:
    """Return a text in simplified characters.

    >>> simplified("電爐煉鋼技術")
    '电炉炼钢技术'
    """
    return str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]
    import opencc  # late: loading the dictionaries costs start-up time

    return opencc.OpenCC("t2s")
