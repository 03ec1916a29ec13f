"""Render journal references from clean fields and damage them the way hand-ins are damaged; each kind is one small function.

A kind takes the fields of a paper (`title`, `authors`, `journal`, `year`, `volume`, `issue`, `pages`) and a random source, and
returns the damaged text together with the fields that it still shows. Same seed, same text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Paper:
    """The fields that a rendered reference shows."""

    title: str
    authors: tuple[str, ...]
    journal: str
    year: str
    volume: str | None
    issue: str
    pages: str


Kind = Callable[[Paper, random.Random], tuple[str, Paper]]


def _numbers(paper: Paper) -> str:
    return f"{paper.year}, {paper.volume}({paper.issue})" if paper.volume else f"{paper.year}({paper.issue})"


def _names(paper: Paper, between: str = ", ") -> str:
    return between.join(paper.authors)


def clean(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """GB/T 7714-2015, numeric."""
    return f"{_names(paper)}. {paper.title}[J]. {paper.journal}, {_numbers(paper)}: {paper.pages}.", paper


def clean_2025(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """GB/T 7714-2025 with full-width stops."""
    numbers = _numbers(paper).replace(", ", "，").replace("(", "（").replace(")", "）")
    return f"{_names(paper, '，')}. {paper.title}[J]. {paper.journal}，{numbers}：{paper.pages}.", paper


def no_mark(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """The type mark is missing."""
    return f"{_names(paper)}. {paper.title}. {paper.journal}, {_numbers(paper)}: {paper.pages}.", paper


def year_issue_words(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Year and issue in words; the volume is not printed."""
    year, issue, pages = paper.year, paper.issue, paper.pages
    tail = rng.choice((f"{year}年第{issue}期：{pages}", f"{year}年第{issue}期，第{pages}页", f"{year}年{issue}期:{pages}"))
    return f"{_names(paper)}.{paper.title}[J].{paper.journal},{tail}.", replace(paper, volume=None)


def book_quotes(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Title and journal in 《》, without a mark."""
    names, title, journal = _names(paper, "、"), f"《{paper.title}》", f"《{paper.journal}》"
    issue = f"{paper.year}年第{paper.issue}期，第{paper.pages}页"
    text = rng.choice((f"{names}：{title}，{journal}{issue}。", f"{names}.{title}.{journal},{issue}", f"{names}，{title}，载{journal}{issue}。"))
    return text, replace(paper, volume=None)


def marked_quotes(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """A mark and 《》 together."""
    return f"{_names(paper)}. 《{paper.title}》[J]. 《{paper.journal}》, {_numbers(paper)}: {paper.pages}.", paper


def author_year(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """The year stands behind the authors."""
    volume = f"{paper.volume}({paper.issue})" if paper.volume else f"({paper.issue})"
    names, year = _names(paper), paper.year
    head = rng.choice((f"{names}. {year}.", f"{names}, {year}.", f"{_names(paper, '、')}（{year}）.", f"{names}. ({year})."))
    return f"{head} {paper.title}{rng.choice(('[J]', ''))}. {paper.journal}, {volume}: {paper.pages}.", paper


def title_first(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """The title stands before the authors."""
    names, tail = _names(paper), f"{_numbers(paper)}: {paper.pages}"
    shapes = (
        f"{paper.title}[J]. {names}. {paper.journal}, {tail}.",
        f"{paper.title}. {names}. {paper.journal}, {tail}.",
        f"《{paper.title}》, {names}, 《{paper.journal}》, {tail}",
    )
    return rng.choice(shapes), paper


def black_brackets(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """The mark stands in other brackets."""
    mark = rng.choice(("【J】", "〔J〕", "［Ｊ］", "[J】", "〔J]"))
    return clean(paper, rng)[0].replace("[J]", mark), paper


def broken_mark(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """The mark is small, spaced, escaped or has lost a bracket."""
    return clean(paper, rng)[0].replace("[J]", rng.choice(("[j]", "[ J ]", r"\[J\]", "(J)", " J]", "[J)"))), paper


def volume_issue_words(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Volume and issue in words."""
    volume = f"第{paper.volume}卷" if paper.volume else ""
    year, issue = paper.year, paper.issue
    numbers = rng.choice((f"{year}年{volume}第{issue}期", f"{year},{volume}第{issue}期", f"{year},{volume}({issue})"))
    return f"{_names(paper, '，')}.{paper.title}[J].{paper.journal}，{numbers}:{paper.pages}.", paper


def full_width_digits(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Digits and stops in full width."""
    digits = {chr(0x30 + number): chr(0xFF10 + number) for number in range(10)}
    wide = str.maketrans({**digits, ",": "，", ":": "：", "(": "（", ")": "）", ".": "．", "-": rng.choice("－—～")})
    head, tail = clean(paper, rng)[0].split("[J]")
    return f"{head}[J]{tail.translate(wide).replace(' ', '')}", paper


def semicolons(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Authors set off by semicolons."""
    return clean(paper, rng)[0].replace(_names(paper), _names(paper, rng.choice(("; ", "；", ";"))), 1), paper


def author_blanks(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Authors set off by blanks."""
    return clean(paper, rng)[0].replace(_names(paper), _names(paper, rng.choice((" ", "　", "  "))), 1), paper


def etal_glued(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """等 sticks to the last printed author."""
    shown = replace(paper, authors=paper.authors[:3])
    names = _names(shown, rng.choice((",", "，", ", "))) + rng.choice(("等", ",等", "，等", " 等"))
    return f"{names}. {paper.title}[J]. {paper.journal}, {_numbers(paper)}: {paper.pages}.", shown


def pdf_blanks(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Blanks inside Chinese words, as copied from a PDF."""
    text = clean(paper, rng)[0]
    han = [m.end() for m in re.finditer(r"[\u3400-\u9fff](?=[\u3400-\u9fff])", text)]
    for at in sorted(rng.sample(han, min(len(han), 5)), reverse=True):
        text = f"{text[:at]} {text[at:]}"
    return text, paper


def spaced_digits(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Blanks around the stops and inside the numbers of the imprint."""
    head, tail = clean(paper, rng)[0].split("[J]")
    tail = re.sub(r"([,():-])", r" \1 ", tail)
    return f"{head} [ J ] {tail}".replace("  ", " "), paper


def lost_hyphen(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """The hyphen between the pages is a blank."""
    return clean(paper, rng)[0].replace(paper.pages, paper.pages.replace("-", " ")), paper


def lost_stops(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """The stops around the mark are lost or blanks."""
    gap = rng.choice((" ", ""))
    return f"{_names(paper)}. {paper.title}[J]{gap}{paper.journal}{rng.choice((', ', ' '))}{_numbers(paper)}:{paper.pages}", paper


def all_commas(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """Commas instead of every stop."""
    return f"{_names(paper, ',')},{paper.title}[J],{paper.journal},{_numbers(paper).replace(' ', '')}:{paper.pages}", paper


def no_blanks(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """No blank anywhere."""
    return clean(paper, rng)[0].replace(", ", ",").replace(". ", ".").replace(": ", ":"), paper


def doubled_stops(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Stops and blanks twice."""
    return clean(paper, rng)[0].replace(", ", ",, ", 1).replace("[J]. ", "[J].. ").replace(": ", " ： "), paper


def letters_for_digits(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Letter O for zero or l for one in the year."""
    year = paper.year.replace("0", "O", 1) if rng.random() < 0.6 or "1" not in paper.year[1:] else paper.year[0] + paper.year[1:].replace("1", "l", 1)
    head, tail = clean(paper, rng)[0].rsplit(paper.year, 1)
    return head + year + tail, paper


def broken_lines(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Line breaks as in a PDF column."""
    text, out = clean(paper, rng)[0], []
    while len(text) > 32:
        out.append(text[:28])
        text = text[28:]
    return "\n".join([*out, text]), paper


def numbering(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """A number of any kind before the reference."""
    label = rng.choice(("[12] ", "［3］", "(5)", "（7）", "⑧", "9.", "10、", "11) ", "【2】", "• ", "1 [3] "))
    return label + clean(paper, rng)[0], paper


def markup(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """HTML or Markdown remnants."""
    text = clean(paper, rng)[0]
    shapes = (
        text.replace(paper.title, f"<b>{paper.title}</b>"),
        text.replace(paper.journal, f"**{paper.journal}**"),
        text.replace(", ", ",&nbsp;"),
        text.replace(paper.title, f"[{paper.title}](https://example.org/a?b=1)"),
        f"<p>{text}</p>",
    )
    return rng.choice(shapes), paper


def cnki_copy(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """As CNKI copies it: no blanks, the issue with two digits, the marks of a list."""
    issue = paper.issue.zfill(2) if paper.issue.isdigit() else paper.issue
    volume = f",{paper.volume}" if paper.volume else ""
    return f"[1]{_names(paper, ',')}.{paper.title}[J].{paper.journal},{paper.year}{volume}({issue}):{paper.pages}.", paper


def wanfang_copy(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """As Wanfang copies it: the year before a stop, no pages."""
    numbers = f"{paper.year},{paper.volume or ''}({paper.issue})"
    doi = f"10.3969/j.issn.1000-0000.{paper.year}.01.001"
    return f"[1]{_names(paper, ',')}.{paper.title}[J].{paper.journal}.{numbers}.DOI:{doi}.", replace(paper, pages="")


def vip_copy(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """As VIP copies it: a semicolon list, nothing between mark and journal."""
    volume = paper.volume or ""
    return f"{_names(paper, ';')}.{paper.title}[J]{paper.journal},{paper.year},{volume}({paper.issue}):{paper.pages}", paper


def english_copy(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """An English copy of the reference behind the Chinese one."""
    copy = f"LI X M, WANG Q. A study of something tested[J]. Journal of Tests, {_numbers(paper)}: {paper.pages}."
    return clean(paper, rng)[0] + rng.choice((f" {copy}", f" ({copy})", f"\n{copy}")), paper


def page_words(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Pages in other spellings."""
    pages = paper.pages.replace("-", rng.choice("～~—–"))
    shown = rng.choice((f"，第{pages}页", f", pp.{pages}", f": P{pages}", f": {pages}页"))
    return f"{_names(paper)}. {paper.title}[J]. {paper.journal}, {_numbers(paper)}{shown}.", paper


def codes_behind(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """ISSN, CN or a remark behind the reference."""
    behind = (" ISSN 1000-0003", " ISSN：1000-0003，CN 21-1000/T", "（核心期刊）", "（第一作者）", " CN21-1000/T")
    return clean(paper, rng)[0] + rng.choice(behind), paper


def marked_authors(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Affiliation marks behind the authors' names."""
    names = [name + rng.choice(("1", "2", "*", "<sup>1</sup>", "①")) for name in paper.authors]
    return clean(paper, rng)[0].replace(_names(paper), ", ".join(names), 1), paper


def month_dates(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """A month beside the year."""
    month, year, issue = rng.randint(1, 12), paper.year, paper.issue
    numbers = rng.choice((f"{year}年{month}月第{issue}期", f"{year}年{month}月,({issue})", f"{year}.{month:02},({issue})"))
    return f"{_names(paper, '，')}. {paper.title}[J]. {paper.journal}, {numbers}: {paper.pages}.", replace(paper, volume=None)


def commas_no_mark(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """Commas everywhere and no mark."""
    return f"{_names(paper, ',')},{paper.title},{paper.journal},{_numbers(paper).replace(' ', '')}:{paper.pages}", paper


def blanks_no_mark(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """Blanks between the parts and no mark, the issue in words."""
    return f"{_names(paper, '、')} {paper.title} {paper.journal} {paper.year}年第{paper.issue}期 {paper.pages}", replace(paper, volume=None)


def full_stops_only(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """The index style of CSSCI: stops alone, no pages."""
    first = paper.authors[:1]
    return f"{first[0]}.{paper.title}.{paper.journal}.{paper.year}.{paper.volume or ''}({paper.issue})", replace(paper, authors=first, pages="")


def mixed_width(paper: Paper, rng: random.Random) -> tuple[str, Paper]:
    """Full and half width mixed at random."""
    wide = {",": "，", ":": "：", "(": "（", ")": "）", ".": "．", "[": "［", "]": "］"}
    text = clean(paper, rng)[0]
    return "".join(wide[sign] if sign in wide and rng.random() < 0.5 else sign for sign in text), paper


def authors_behind_mark(paper: Paper, _: random.Random) -> tuple[str, Paper]:
    """The journal in 《》 behind title and authors, in the order of a work list."""
    issue = f"{paper.year}年第{paper.issue}期，{paper.pages}页"
    return f"论文《{paper.title}》，{_names(paper, '、')}，《{paper.journal}》{issue}", replace(paper, volume=None)


KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        clean, clean_2025, no_mark, year_issue_words, book_quotes, marked_quotes, author_year, title_first, black_brackets, broken_mark,
        volume_issue_words, full_width_digits, semicolons, author_blanks, etal_glued, pdf_blanks, spaced_digits, lost_hyphen, lost_stops,
        all_commas, no_blanks, doubled_stops, letters_for_digits, broken_lines, numbering, markup, cnki_copy, wanfang_copy, vip_copy,
        english_copy, page_words, codes_behind, marked_authors, month_dates,
        commas_no_mark, blanks_no_mark, full_stops_only, mixed_width, authors_behind_mark,
    )
}  # fmt: skip
"""All kinds by name; `clean` and `clean_2025` are the undamaged controls."""
