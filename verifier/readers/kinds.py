"""Infer what kind of item a reference without type mark is, and say in a doubt that it was inferred."""

from __future__ import annotations

import re

from verifier.readers import publishing
from verifier.readers.draft import Draft, Span
from verifier.readers.tails import Imprint

_NEWSPAPER = re.compile(r"(?:日报|晚报|早报|晨报|时报|商报|周报|青年报|(?<![学通导情简])报|Times|Daily|Post|Tribune|Zeitung)$")
_SCHOOL = re.compile(r"(?:大学|学院|研究生院)(?:\([\u3400-\u9fff]{2,4}\))?$|\bUniversit\w+( of [A-Z][\w–-]+)*$")
_MEETING = re.compile(r"会议|年会|论文集|论坛|研讨会|学术会|大会|Proceedings|Conference|Symposium|Workshop")
_JOURNAL = re.compile(r"学报|杂志|期刊|通报|通讯|月刊|季刊|Journal|Review|Transactions|Letters|Annals|Bulletin|Acta|Magazine|Quarterly|Weekly|Gazette", re.I)


def of_tail(text: str, parts: list[Span], tail: Imprint) -> str:
    """Return J, N, M, D or the empty string for what the last segment and the imprint say.

    The signs: a volume or issue makes a journal, a full date behind a newspaper's name a newspaper, a publisher a book, a
    university alone a thesis.
    """
    last = text[slice(*parts[-1])].strip(" ,.")
    spans = tail.spans
    newspaper = _NEWSPAPER.search(last) is not None
    if newspaper and ("date" in spans or not {"issue", "volume"} & spans.keys() or tail.guessed):
        return "N"
    press = publishing.is_imprint(last)
    if "date" in spans and _is_daily(text, spans) and not press and len(text[slice(*spans["date"])]) > 7:
        return "N"
    if ("issue" in spans or "volume" in spans) and not press:
        return "J"
    if len(parts) > 1 and (press or publishing.is_press(last)) and not _JOURNAL.search(last):
        return "D" if _SCHOOL.search(last) and ":" not in last else "M"
    monthly = "date" in spans and spans["date"][1] - spans["date"][0] == 7 and not publishing.is_press(last)
    return "J" if "pages" in spans or monthly or _JOURNAL.search(last) or (last.startswith("The ") and len(parts) > 1) else "M"


def _is_daily(text: str, spans: dict[str, Span]) -> bool:
    """Tell whether nothing but a bracketed page follows a date, as behind a newspaper's name."""
    return "volume" not in spans and ("issue" not in spans or text.startswith("(", spans["date"][1]))


def of_container(name: str, spans: dict[str, Span]) -> str:
    """Return N for a newspaper's name without an issue, else J."""
    return "N" if _NEWSPAPER.search(name.strip()) and "issue" not in spans else "J"


def is_meeting(name: str) -> bool:
    """Tell whether a host is the proceedings of a meeting."""
    return _MEETING.search(name) is not None


def is_serial(name: str) -> bool:
    """Tell whether a name holds a word of journals or newspapers, or an abbreviation as journals' names do."""
    return _JOURNAL.search(name) is not None or _NEWSPAPER.search(name) is not None or "." in name


def infer(draft: Draft, kind: str) -> None:
    """Write an inferred type with its doubt."""
    if kind and draft.type is None:
        draft.type = kind
        draft.doubt("type", "inferred", "", "未标注文献类型，按著录形式推断")
