"""Lay papers out the way people hand them in, with several kinds of mess at once: copies of database pages, notes, work lists, OCR, PDF, markup.

A layout takes a paper and a random source and returns the text with the fields that it still shows; a remnant spoils the text and keeps
its fields. Everything is printed from the fields of a paper: the right answer is known, and nothing here knows how it is read.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from bench.damage import Paper

Layout = Callable[[Paper, random.Random], tuple[str, Paper]]
Remnant = Callable[[str, Paper, random.Random], str]

_SUPPLEMENTS = ("S1", "S2", "增刊", "增刊1", "增1", "增刊B", "z1")
_NOT_SUPPLEMENTS = ("7-8", "11/12", "03", "Z1")


def with_issue(paper: Paper, rng: random.Random) -> Paper:
    """Return a paper, in one of eight as of a supplement, in one of ten as of a double or oddly written issue."""
    draw = rng.random()
    if draw < 0.125:
        return replace(paper, issue=rng.choice(_SUPPLEMENTS))
    return replace(paper, issue=rng.choice(_NOT_SUPPLEMENTS)) if draw < 0.225 else paper


def _imprint(paper: Paper, comma: str = ",") -> str:
    volume = f"{comma}{paper.volume}" if paper.volume else ""
    return f"{paper.year}{volume}({paper.issue}):{paper.pages}"


def _words(paper: Paper) -> str:
    """Year and issue in words; a supplement without 第…期."""
    named = paper.issue.startswith(("增", "S", "z"))
    return f"{paper.year}年{paper.issue}" if named else f"{paper.year}年第{paper.issue}期"


def _some(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Return names as printed and the paper as shown: all, or three with 等."""
    if len(paper.authors) < 3 or rng.random() < 0.6:
        return ",".join(paper.authors), paper
    shown = replace(paper, authors=paper.authors[:3])
    return ",".join(shown.authors) + rng.choice((",等", "等", ", 等")), shown


def standard(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """GB/T 7714-2015 typed by hand."""
    names, shown = _some(paper, rng)
    return f"{names}. {paper.title}[J]. {paper.journal}, {_imprint(paper, ', ')}.", shown


def wide(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """GB/T 7714-2025 typed by hand."""
    text, shown = standard(paper, rng)
    return text.replace(", ", "，").replace(",", "，").replace(":", "：").replace("(", "（").replace(")", "）"), shown


def cnki(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """CNKI's own reference."""
    issue = paper.issue.zfill(2) if paper.issue.isdigit() else paper.issue
    tail = rng.choice(("", f"DOI:10.13228/j.boyuan.issn1000-1234.{paper.year}0012."))
    return (
        f"{','.join(paper.authors)}.{paper.title}[J].{paper.journal},{_imprint(replace(paper, issue=issue))}.{tail}",
        replace(paper, issue=issue),
    )


def cnki_tab(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """A line of CNKI's list of references: title, mark, authors, source."""
    return f"{paper.title}[J]. {','.join(paper.authors)}.  {paper.journal}. {paper.year}({paper.issue})", replace(
        paper, volume=None, pages=""
    )


def cnki_ahead(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """A paper ahead of print."""
    url = f"http://kns.cnki.net/kcms/detail/21.1234.TF.{paper.year}0410.1030.002.html"
    text = f"{','.join(paper.authors)}.{paper.title}[J/OL].{paper.journal},1-9[{paper.year}-04-12].{url}."
    return text, replace(paper, volume=None, issue="", year="", pages="1-9")


def wanfang(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Wanfang's own reference."""
    volume = f"{paper.volume}" if paper.volume else ""
    pages, shown = rng.choice(((f":{paper.pages}", paper), ("", replace(paper, pages=""))))
    return (
        f"{','.join(paper.authors)}.{paper.title}[J].{paper.journal}.{paper.year},{volume}({paper.issue}){pages}.DOI:10.3969/j.issn.1000-1234.{paper.year}.04.012.",
        shown,
    )


def vip(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """VIP's own reference."""
    return (
        f"{';'.join(paper.authors)}.{paper.title}[J]{paper.journal},{paper.year},{paper.volume or ''}({paper.issue}):{paper.pages}",
        paper,
    )


def unmarked(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """No type mark."""
    names, shown = _some(paper, rng)
    return f"{names}. {paper.title}. {paper.journal}, {_imprint(paper, ', ')}", shown


def dated(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """The year behind the authors."""
    volume = f"{paper.volume}({paper.issue})" if paper.volume else f"({paper.issue})"
    head = rng.choice((", {}. ", "({}). ", "（{}）", " {}. "))
    return (
        f"{rng.choice((', ', '、')).join(paper.authors)}{head.format(paper.year)}{paper.title}[J]. {paper.journal}, {volume}: {paper.pages}.",
        paper,
    )


def note(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """A footnote with quoted title and journal."""
    pages, shown = rng.choice(((f"，第{paper.pages}页", paper), ("", replace(paper, pages=""))))
    joint = rng.choice(("，", "，载", "", "， "))
    return (
        f"{'、'.join(paper.authors)}{rng.choice('：，')}《{paper.title}》{joint}《{paper.journal}》{_words(paper)}{pages}。",
        replace(shown, volume=None),
    )


def half_note(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """A footnote whose title is not quoted."""
    pages, shown = rng.choice(((f"，第{paper.pages}页", paper), ("", replace(paper, pages=""))))
    joint = rng.choice(("，", ",", "，载", "。"))
    return (
        f"{rng.choice('，、').join(paper.authors)}：{paper.title}{joint}《{paper.journal}》{_words(paper)}{pages}",
        replace(shown, volume=None),
    )


def double_quoted(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """A note of economics: year behind the authors, title in “”."""
    names = "、".join(paper.authors)
    head = rng.choice((f"{names}（{paper.year}）：", f"{names}，{paper.year}："))
    return f"{head}“{paper.title}”，《{paper.journal}》第{paper.issue}期，第{paper.pages}页。", replace(
        paper, volume=None
    )


def stops_and_words(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Chinese stops, year and issue in words."""
    pages = rng.choice((f"：{paper.pages}", f"，{paper.pages}页", f"，P{paper.pages}", f"，第{paper.pages}页"))
    shown = replace(paper, volume=None)
    return (
        f"{rng.choice('，、').join(paper.authors)}。{paper.title}{rng.choice(('', '[J]'))}。{paper.journal}，{_words(paper)}{pages}。",
        shown,
    )


def work_list(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """A line of somebody's list of works: title and journal quoted, remarks behind."""
    joint = rng.choice(("，", "  ", "，发表于", "发表在"))
    remark = rng.choice(
        ("，第一作者", "，独立完成", "，核心期刊", "（第二作者）", "，ISSN 1000-1234，CN 21-1234/TF", "")
    )
    label = rng.choice(("论文", "", "论文："))
    return (
        f"{label}《{paper.title}》{joint}《{paper.journal}》{rng.choice(('', '，'))}{_words(paper)}{remark}",
        replace(paper, authors=(), volume=None, pages=""),
    )


def commas(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """Commas alone, no mark."""
    return f"{'，'.join(paper.authors)}，{paper.title}，{paper.journal}，{_words(paper)}，{paper.pages}页", replace(
        paper, volume=None
    )


def form(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """A form's lines in one."""
    gap = rng.choice(("  ", "；", "，", " | "))
    parts = (
        f"题名：{paper.title}",
        f"作者：{','.join(paper.authors)}",
        f"刊名：{paper.journal}",
        f"{paper.year}年第{paper.issue}期",
        f"页码：{paper.pages}",
    )
    return gap.join(parts), replace(paper, volume=None)


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        standard, wide, cnki, cnki_tab, cnki_ahead, wanfang, vip, unmarked, dated, note, half_note, double_quoted, stops_and_words, work_list,
        commas, form,
    )
}  # fmt: skip


def clean(text: str, _: Paper, __: random.Random) -> str:
    """Nothing."""
    return text


def numbered(text: str, _: Paper, rng: random.Random) -> str:
    """A number of any kind, or two."""
    return (
        rng.choice(
            (
                "[3] ",
                "［12］",
                "（4）",
                "(5)",
                "⑥",
                "7.",
                "8、",
                "9) ",
                "【10】",
                "• ",
                "1 [2] ",
                "一、",
                "11． ",
                "〔12〕",
            )
        )
        + text
    )


def blanks(text: str, paper: Paper, rng: random.Random) -> str:
    """Blanks inside Chinese words, of a PDF or a table."""
    places = [
        m.end() for m in re.finditer(r"[\u3400-\u9fff](?=[\u3400-\u9fff])", text) if not _in_names(text, m.end(), paper)
    ]
    for at in sorted(rng.sample(places, min(len(places), rng.randint(1, 4))), reverse=True):
        text = f"{text[:at]}{rng.choice((' ', '  ', '　'))}{text[at:]}"
    return text


def _in_names(text: str, at: int, paper: Paper) -> bool:
    return any(
        text.find(name) < at < text.find(name) + len(name) for name in (*paper.authors, paper.journal) if name in text
    )


def wrapped(text: str, _: Paper, rng: random.Random) -> str:
    """Line breaks of a narrow column."""
    return "\n".join(_columns(text, rng.randint(18, 36)))


def _columns(text: str, width: int) -> list[str]:
    at, lines = 0, []
    while len(text) - at > width:
        cut = at + width
        while cut > at + 8 and _is_word(text, cut):
            cut -= 1
        lines.append(text[at:cut])
        at = cut
    return [*lines, text[at:]]


def _is_word(text: str, at: int) -> bool:
    """Tell whether a place stands inside a Latin word or number, where no column breaks; addresses break anywhere."""
    before, after = text[at - 1], text[at]
    address = re.search(r"(?:://|10\.\d{4})[!-~]*$", text[:at])
    return (
        not address
        and before.isascii()
        and after.isascii()
        and before.isalnum()
        and (after.isalnum() or after in ".,:;)]")
    )


def look_alikes(text: str, paper: Paper, rng: random.Random) -> str:
    """Letters for digits in the imprint."""
    address = re.search(r"DOI|doi|http", text)
    at = text.rfind(paper.year, 0, address.start() if address else len(text))
    if at < 0 or "0" not in paper.year:
        return text
    return text[:at] + paper.year.replace("0", rng.choice("Oo"), 1) + text[at + 4 :]


def html(text: str, paper: Paper, rng: random.Random) -> str:
    """Remnants of HTML."""
    shapes = (
        text.replace(paper.title, f"<b>{paper.title}</b>"), text.replace(",", ",&nbsp;"), f"<p>{text}</p>", f"{text}<br>",
        text.replace(paper.journal, f"<i>{paper.journal}</i>"), text.replace(paper.title, f'<a href="https://example.org/d?x=1">{paper.title}</a>'),
    )  # fmt: skip
    return rng.choice(shapes)


def markdown(text: str, paper: Paper, rng: random.Random) -> str:
    """Remnants of Markdown and LaTeX."""
    shapes = (
        text.replace(paper.title, f"**{paper.title}**"), text.replace(paper.title, f"[{paper.title}](https://example.org/d)"), f"- {text}", f"> {text}",
        text.replace("[J]", r"\[J\]"), text.replace(paper.journal, rf"\textit{{{paper.journal}}}"), text.replace(paper.journal, f"*{paper.journal}*"),
    )  # fmt: skip
    return rng.choice(shapes)


def brackets(text: str, _: Paper, rng: random.Random) -> str:
    """A type mark in other or mixed brackets, small, spaced or escaped."""
    return text.replace("[J]", rng.choice(("【J】", "〔J〕", "［Ｊ］", "[J】", "〔J]", "[j]", "[ J ]", "（J）", "[J}")))


def widths(text: str, _: Paper, rng: random.Random) -> str:
    """Full and half width mixed."""
    wide_signs = {",": "，", ":": "：", "(": "（", ")": "）", ".": "．", "-": "－", "，": ",", "：": ":"}
    at = text.find("http") if "http" in text else text.find("DOI") if "DOI" in text else len(text)
    return (
        "".join(wide_signs[sign] if sign in wide_signs and rng.random() < 0.4 else sign for sign in text[:at])
        + text[at:]
    )


def dashes(text: str, paper: Paper, rng: random.Random) -> str:
    """Another sign between the pages."""
    return text.replace(paper.pages, paper.pages.replace("-", rng.choice(("–", "—", "～", "~", "－－", " - ", "─"))))


def doubled(text: str, _: Paper, rng: random.Random) -> str:
    """Stops twice, a lost final stop, stray blanks at the ends."""
    return rng.choice(
        (
            text.rstrip(".。"),
            text + rng.choice((".", "。", ";", "；", " .")),
            f"  {text}  ",
            text.replace(". ", ".. ", 1),
            text.replace(", ", ",, ", 1),
        )
    )


def english(text: str, paper: Paper, rng: random.Random) -> str:
    """An English copy behind."""
    issue = paper.issue if paper.issue.isascii() else "S1"
    copy = f"Han S L, Liu Y R. Heat recovery from converter slag[J]. Ironmaking Notes, {_imprint(replace(paper, issue=issue), ', ')}."
    return text + rng.choice((f" {copy}", f"({copy})", f"\n{copy}", f" [{copy}]", " (in Chinese) "))


def remarks(text: str, _: Paper, rng: random.Random) -> str:
    """What lists say of a paper."""
    return text + rng.choice(
        (
            " （第一作者）",
            " （北大核心）",
            " CSSCI",
            " 核心期刊",
            "，第二作者",
            " [核心]",
            "（EI收录）",
            " 第1作者",
            "，省级",
        )
    )


def doi(text: str, paper: Paper, rng: random.Random) -> str:
    """A DOI or address behind, in any shape."""
    number = f"10.13228/j.boyuan.issn1000-1234.{paper.year or 2020}0012"
    return text + rng.choice((f" DOI: {number}", f" doi:{number}.", f" https://doi.org/{number}", f" DOI：{number}"))


REMNANTS: dict[str, Remnant] = {
    remnant.__name__: remnant
    for remnant in (clean, numbered, blanks, wrapped, look_alikes, html, markdown, brackets, widths, dashes, doubled, english, remarks, doi)
}  # fmt: skip
_ORDER = (
    "brackets",
    "dashes",
    "look_alikes",
    "widths",
    "html",
    "markdown",
    "blanks",
    "remarks",
    "doi",
    "doubled",
    "english",
    "numbered",
    "wrapped",
)
_APART = (
    frozenset(("html", "markdown")),
    frozenset(("english", "remarks")),
    frozenset(("english", "doi")),
    frozenset(("remarks", "doi")),
    frozenset(("wrapped", "html")),
    frozenset(("wrapped", "markdown")),
)
"""Kinds that nobody makes at the same time."""


def spoil(text: str, paper: Paper, rng: random.Random) -> tuple[str, tuple[str, ...]]:
    """Return a text with one to three kinds of mess, and their names."""
    chosen = set(rng.sample(_ORDER, rng.choice((0, 1, 1, 2, 2, 3))))
    for pair in _APART:
        if pair <= chosen:
            chosen.discard(rng.choice(sorted(pair)))
    names = tuple(name for name in _ORDER if name in chosen)
    for name in names:
        text = REMNANTS[name](text, paper, rng)
    return text, names or ("clean",)


def document(pieces: list[str], rng: random.Random) -> str:
    """Return references as one list: numbered or not, a heading, page numbers and empty lines between them, wrapped, some on one line."""
    label = rng.choice(("[{}] ", "[{}]", "{}. ", "（{}）", "{}、", "［{}］", ""))
    heading = rng.choice(("参考文献\n", "主要参考文献：\n", "发表论文清单\n\n", ""))
    width = rng.choice((0, 0, 30, 40)) if label else 0
    lines: list[str] = []
    for number, piece in enumerate(pieces, 1):
        text = label.format(number) + " ".join(piece.split())
        cuts = _columns(text, width) if width else [text]
        if width and len(cuts) > 1 and rng.random() < 0.15:
            cuts.insert(1, rng.choice(("- 3 -", "12", "第 3 页 共 9 页")))
        lines.append("\n".join(cuts))
    between = rng.choice(("\n", "\n", "\n\n", " ")) if label.startswith("[") and not width else "\n"
    return heading + between.join(lines) + "\n"
