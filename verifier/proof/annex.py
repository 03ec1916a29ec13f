"""The annex: one page per piece of evidence, saying what was asked of whom, when, and what the page showed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from verifier.model import Evidence, Frozen
from verifier.proof.sheet import Extract
from verifier.proof.words import OFFICIAL, SOURCES, ZONE, Text, moment, name, pick

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

BYTES = 512 * 1024
"""At most so much of a page is parsed for its visible text; the parser's time grows with the square of a hostile page."""
TOO_LONG = "\n（网页过长，只摘录前512千字节的文字，全文见存档网页。 Only the first 512 KiB of the page are extracted.）"
CHARACTERS = 2600
"""At most so many characters of a page's text are printed; the archive holds the rest."""
LINES = 110
AROUND = 18
"""Lines kept around a sought title that stands beyond the cut."""

UNSEEN = ("script", "style", "noscript", "template", "head", "svg")
BLOCKS = (
    *("address", "article", "br", "caption", "dd", "div", "dt", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "tr", "ul"),
)
CELLS = ("td", "th", "label")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|right|text-indent)\s*:\s*-\d{3,9}", re.IGNORECASE
)
_CHARSET = re.compile(r"charset=[\"']?([a-z0-9_-]{2,20})")

FACTS = (
    ("来源", "Source"),
    ("官方名称", "Official name"),
    ("检索内容", "Asked"),
    ("地址", "Address"),
    ("获取时间", "Retrieved"),
    ("证据编号", "Evidence"),
    ("SHA-256", "SHA-256"),
    ("长度", "Length"),
    ("解析程序", "Parser"),
)
HEADING = ("附{number}　{source}（系统摘录页）", "A{number}　{source} (extract made by the system)")
BY_HAND: dict[str, Text] = {
    "export": ("附{number}　{source}　手工证据（自行导出的题录）", "A{number}　{source}, brought by a person (an export)"),
    "page": ("附{number}　{source}　手工证据（自行保存的网页）", "A{number}　{source}, brought by a person (a saved page)"),
    "print": ("附{number}　{source}　手工证据（网页打印件）", "A{number}　{source}, brought by a person (a print)"),
    "corpus": ("附{number}　{source}　本地语料库的记录", "A{number}　{source}, a record of a local corpus"),
}
"""Headings of what people brought, by the evidence's role; the system did not fetch it."""
NO_TEXT_BY_HAND = ("（原件为 PDF 或图片，随卷装订。）", "(a PDF or picture, bound with the volume)")
NOTE = (
    "以下每框为一件证据，由系统据存档的网页字节印出（页面可见文字和所载字段，未再次访问网站），不是浏览器打印件；随附的网页打印件另行装订。",
    "Each box below is one piece of evidence, printed by the system from the archived bytes (what the page showed, without "
    "visiting the site again). It is no browser's print; prints that were brought are bound separately.",
)
BYTES_UNIT = ("{length} 字节（HTTP {status}）", "{length} bytes (HTTP {status})")
DEMO = ("演示数据，不得用于申报", "Demonstration data, not for any application")
FIELDS_HEADING = ("页面所载字段", "Fields shown by the page")
TEXT_HEADING = ("页面可见文字", "Visible text of the page")
NO_TEXT = ("（页面无可见文字）", "(the page shows no text)")
CUT = ("余下{rest}字未印，见存档网页。", "{rest} more characters are not printed; the archived page holds them.")


class AnnexPage(Frozen, frozen=True, kw_only=True):
    """What the annex prints of one archived answer: its evidence record, visible text and the fields read from it.

    `sought` are the words (titles) that a reader must find: where they stand beyond the cut, their surroundings are printed.
    """

    evidence: Evidence
    text: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    sought: tuple[str, ...] = ()


def visible_text(body: bytes, content_type: str = "text/html") -> str:
    """Return what a reader of the page sees, one line per block; JSON is set out, other kinds give "".

    Only the first `BYTES` are parsed; scripts, styles, comments and hidden inputs are no visible text.
    """
    text = _shown(body[:BYTES], content_type.lower())
    return text + TOO_LONG if text and len(body) > BYTES else text


def extract(page: AnnexPage, number: int, lang: str) -> Extract:
    """Return the annex page of one piece of evidence, its text cut to what a page holds with a note of the rest."""
    shown, rest = shorten(page.text, page.sought)
    notes = [pick(DEMO, lang)] if page.evidence.demo else []
    if rest:
        notes.append(pick(CUT, lang).format(rest=rest))
    return Extract(
        heading=pick(BY_HAND.get(page.evidence.role, HEADING), lang).format(
            number=number, source=name(SOURCES, page.evidence.source, lang)
        ),
        facts=_facts(page.evidence, lang),
        fields=page.fields,
        fields_heading=pick(FIELDS_HEADING, lang) if page.fields else "",
        text=shown or pick(NO_TEXT_BY_HAND if page.evidence.role in BY_HAND else NO_TEXT, lang),
        text_heading=pick(TEXT_HEADING, lang),
        note="　".join(notes),
    )


def shorten(text: str, sought: tuple[str, ...] = ()) -> tuple[str, int]:
    """Cut a text to `LINES` lines and `CHARACTERS` characters; return it with the number of characters left out.

    Where one of the `sought` words would be cut off, the end of what is kept gives way to the lines around it.

    >>> shorten("短文")
    ('短文', 0)
    >>> shorten("字" * (CHARACTERS + 7))[1]
    7
    """
    kept = "\n".join(text.split("\n")[:LINES])[:CHARACTERS]
    beyond = next((place for one in sought if one and one not in kept and (place := text.find(one)) >= 0), -1)
    if beyond < 0:
        return kept, len(text) - len(kept)
    around = _around(text, beyond)
    start = "\n".join(kept.split("\n")[: LINES - AROUND - 1])[: CHARACTERS - len(around)]
    return f"{start}\n……\n{around}", len(text) - len(start) - len(around)


def _around(text: str, place: int) -> str:
    """Return the lines around a place of a text: a few before it, the others after it."""
    first = text.rfind("\n", 0, place) + 1
    for _ in range(AROUND // 3):
        first = text.rfind("\n", 0, max(first - 1, 0)) + 1
    first = max(first, place - CHARACTERS // 4)
    return "\n".join(text[first : place + CHARACTERS // 3].split("\n")[:AROUND])[: CHARACTERS // 2]


def _facts(evidence: Evidence, lang: str) -> tuple[tuple[str, str], ...]:
    values: Sequence[str] = (
        name(SOURCES, evidence.source, lang),
        name(OFFICIAL, evidence.source, lang),
        evidence.query,
        evidence.url,
        f"{moment(evidence.at)}（{pick(ZONE, lang)}）",
        evidence.id,
        evidence.sha256,
        pick(BYTES_UNIT, lang).format(length=evidence.length, status=evidence.status),
        evidence.parser,
    )
    return tuple((pick(label, lang), value or "—") for label, value in zip(FACTS, values, strict=True))


def _shown(body: bytes, kind: str) -> str:
    if "json" in kind:
        return _laid_out(body)
    if "html" in kind or "xml" in kind:
        charset = _CHARSET.search(kind)
        return _readable(body, charset[1] if charset else None)
    return _decoded(body) if kind.startswith("text/") else ""


def _readable(body: bytes, charset: str | None) -> str:
    from bs4 import BeautifulSoup  # bs4 costs 165 ms to import and only an annex needs it

    soup = BeautifulSoup(body, "lxml", from_encoding=charset)
    lines = (" ".join(line.split()) for line in "".join(_pieces(soup)).splitlines())
    return "\n".join(line for line in lines if line)


def _pieces(soup: Tag) -> Iterator[str]:
    """Yield a page's visible strings, with a break where a block begins or has ended.

    The walk follows the parser's own links and never looks a subtree up, so that no depth of nesting makes it slow.
    """
    from bs4 import Tag
    from bs4.element import CData, NavigableString

    node: PageElement | None = soup.contents[0] if soup.contents else None
    while node is not None:
        before = node.previous_sibling
        if isinstance(before, Tag) and before.name in BLOCKS:
            yield "\n"
        if isinstance(node, Tag):
            yield "\n" if node.name in BLOCKS else "　" if node.name in CELLS else ""
        elif type(node) in (NavigableString, CData):
            yield str(node)
        node = _after(node) if isinstance(node, Tag) and _is_unseen(node) else node.next_element


def _is_unseen(tag: Tag) -> bool:
    """Say whether a reader never sees an element: by its kind, `hidden`, or an inline style that hides it or moves it off."""
    if tag.name in UNSEEN or tag.has_attr("hidden"):
        return True
    style = tag.get("style")
    return isinstance(style, str) and _HIDING.search(style[:500]) is not None


def _after(node: PageElement) -> PageElement | None:
    """Return what follows a whole element: its next sibling, or that of the nearest ancestor that has one."""
    here: PageElement | None = node
    while here is not None and here.next_sibling is None:
        here = here.parent
    return here.next_sibling if here is not None else None


def _laid_out(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=1)
    except (ValueError, RecursionError):
        return _decoded(body)


def _decoded(body: bytes) -> str:
    return body.decode("utf-8", errors="replace")
