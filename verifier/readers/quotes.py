"""Find quoted stretches: where a quote closes, and whether it encloses a title or only stands inside one."""

from __future__ import annotations

import re

from verifier.readers import names
from verifier.readers.draft import trim

_PAIRS = {"《": "》", "“": "”", "〈": "〉", '"': '"', "‘": "’", "'": "'", "«": "»"}
_OPEN = re.compile(r"[《“〈\"«]|(?<=[\s.])[‘'](?=\w)")
_SINGLE = re.compile(r"[’'](?=\s*[,.;]|[,.]?\s*$|\s\(|(?<=[?!.,].)\s)")
_LABEL = re.compile(r"(?:论\s*文|学术论文|文章|著作|专著|教材|标准)$")
_BEHIND = re.compile(
    r"\s*[,.:;(《/]|\s+[A-Z\d]|[A-Z]{2,3}[ /]|\s*$|\s?(?:[上中下]|第?\s?[\d一二三四五六七八九十]{1,3})\s?[册卷编辑部]?(?=\s?[,.;(])|[第\d]|\s?(?:载|见)"
    r"|\s?(?:已|并)?(?:发\s?表|刊|登|刊登|刊载|登载|收录)\s?[于在]?\s?[:,]?\s?《|\s?(?:已|并)?(?:发\s*表|刊登|刊载|登载)\s*[于在]?\s?[\d年月第期.,\s]{4,16}《|[\u3400-\u9fff]{2,20}\s?(?:\([\u3400-\u9fff]{2,8}\)\s?)?(?:19|20)\d\d\s?[年,.(]|\s[\u3400-\u9fff、, ]{2,40}\s?《|\s[\u3400-\u9fff]{3,20}(?:社|书局|书店|印书馆)"
)
_DATED = re.compile(r"\d\s?[年月日期]$")
_NEST = {"《": re.compile(r"[《》]"), "“": re.compile(r"[“”]"), "〈": re.compile(r"[〈〉]"), "«": re.compile(r"[«»]")}


def opening(text: str, start: int, end: int) -> int:
    """Return where a quoted title opens, or -1: the first quote, if it stands behind authors and closes before a stop."""
    found = _OPEN.search(text, start, end)
    if found is None:
        return -1
    at = found.start()
    before = text[start:at].rstrip()
    if before and before[-1] not in ",:.)" and not before[-1].isdigit() and not _DATED.search(before) and not _is_head(text, start, at):
        return -1
    close = closing(text, at, end)
    if close < 0 or close - at < 3:
        return -1
    if text[close + 1 : close + 2] and not _stops(text, close, end):
        return -1
    return at if not before or _authors(text, start, at) else -1


def _is_head(text: str, start: int, at: int) -> bool:
    """Tell whether what stands right before a quote is a label, or names before a 《, and not the front of a title (`论《某书》`)."""
    head = trim(text, start, at)
    return _LABEL.match(text, *head) is not None or (text[at] == "《" and names.read(text, *head).sure)


def _stops(text: str, close: int, end: int) -> bool:
    """Tell whether the quote ends the title: a stop stands inside or behind it, or a 《name》 follows."""
    return text[close - 1] in ",.?!" or _BEHIND.match(text, close + 1, end) is not None


def closing(text: str, at: int, end: int) -> int:
    """Return where the quote that opens at `at` closes, counting quotes of its own kind inside it; -1 if nowhere."""
    opened, close = text[at], _PAIRS[text[at]]
    if opened in "‘'":
        found = _SINGLE.search(text, at, end)
        return found.start() if found else -1
    if opened == close:
        return text.find(close, at + 1, end)
    depth = 0
    for sign in _NEST[opened].finditer(text, at, end):
        depth += 1 if sign.group() == opened else -1
        if depth == 0:
            return sign.start()
    return -1


def is_label(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is nothing but a word for the item that follows (论文, 著作)."""
    return _LABEL.match(text, start, end) is not None


def _authors(text: str, start: int, at: int) -> bool:
    """Tell whether what stands before the title can be authors and a year."""
    return at - start < 400 and "?" not in text[start:at] and "!" not in text[start:at]
