"""Wanfang's rendered pages: journal search (JSON), journal page with issues and contents (custom elements), detail page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from parsel import Selector

from verifier.model import Answer, Author, Contents, IssueList, Journal, Page, Record, State, Step
from verifier.sources import elements, outcome, plain
from verifier.sources.decoding import Text, decode
from verifier.sources.elements import Element
from verifier.sources.filename import doi_witness, lettered, wanfang_witness
from verifier.sources.markup import is_cut, parse, plain_title, split_names, squeeze, title, visible, words
from verifier.sources.wanfang_grpc import NAME, bare, stable

HEALTHY = ("wf-article-item", "wf-issue-list", "detailTitleCN")
_PUBLISHED = re.compile(
    r"(?P<year>(?:1[89]|20)\d\d)\s*[,，]?\s*(?P<volume>[0-9A-Za-z]{0,8})\s*(?:[(（]\s*(?P<issue>[^()（）]{1,16}?)\s*[)）])?"
)


def refused(page: Page, text: Text) -> Answer | None:
    """Recognise Wanfang's refusals."""
    found = outcome.refused(page, text.text, HEALTHY)
    if found:
        return found
    if page.status in (401, 404):
        return outcome.answer(State.SESSION_STALE, f"链接已失效（HTTP {page.status}）", words=visible(text.text, 60))
    return None if page.status == 200 else outcome.changed(f"HTTP {page.status}")


def journals(page: Page) -> Answer:
    """Read the journal search's JSON; only names and ids are there."""
    text = decode(page)
    blocked = refused(page, text)
    if blocked:
        return blocked
    told = plain.load(text.text)
    if not isinstance(told, dict) or not isinstance(told.get("value"), list):
        shell = text.text.lstrip().startswith("<")
        cut = text.text.lstrip().startswith("{") and told is None
        if cut:
            return outcome.answer(State.INCOMPLETE, "数据中断")
        return outcome.changed("只有网页外壳，没有数据（须执行脚本）" if shell else "期刊检索的数据")
    total = plain.text(told, "total")
    pairs = [(plain.text(one, "Id"), plain_title(plain.text(one, "Title") or "")) for one in plain.items(told, "value")]
    found = tuple(Journal(source=NAME, key=key, title=name) for key, name in pairs if key and name)
    if not found:
        return outcome.zero('"total":0') if total == "0" and not told["value"] else outcome.changed("期刊检索的数据")
    return Answer(state=State.FOUND, journals=found, total=int(total) if total and total.isdecimal() else None, note=text.note)


def issues(page: Page) -> Answer:
    """Read the issue list of a journal's page."""
    text = decode(page)
    blocked = refused(page, text)
    if blocked:
        return blocked
    if is_cut(text.text):
        return outcome.answer(State.INCOMPLETE, "网页中断")
    tree, step = parse(text.text), page.ask.step
    years = _years(tree)
    if not years:
        empty = tree.xpath("//wf-issue-list")
        return Answer(state=State.FOUND, note="该页刊期列表为空") if empty else outcome.changed("没有刊期列表")
    listed = IssueList(source=NAME, key=step.key, year=step.year, issues=tuple(years.get(step.year, ())))
    journal = Journal(source=NAME, key=step.key, title="", coverage=(min(years), max(years)))
    return Answer(state=State.FOUND, issues=listed, journals=(journal,), note=text.note)


def _years(tree: Selector) -> dict[str, list[str]]:
    """Return the issues by year, out of the links of the list; the text of a link counts where its address is silent."""
    years: dict[str, list[str]] = {}
    for span in tree.xpath("//wf-issue-list//*[@data-href]"):
        year, issue = _place(span.attrib["data-href"])
        issue = issue or re.sub(r"^第|期$", "", words(span))
        if re.fullmatch(r"\d{4}", year) and 0 < len(issue) <= 16 and issue not in years.setdefault(year, []):
            years[year].append(issue)
    return years


def _place(href: str) -> tuple[str, str]:
    try:
        query = parse_qs(urlsplit(href).query)
    except ValueError:
        return "", ""
    return squeeze(query.get("publishYear", [""])[0]), squeeze(query.get("issueNum", [""])[0])


def contents(page: Page) -> Answer:
    """Read one page of an issue's contents."""
    text = decode(page)
    blocked = refused(page, text)
    if blocked:
        return blocked
    tree, step = parse(text.text), page.ask.step
    rows = tree.xpath("//wf-article-item")
    cut = is_cut(text.text)
    rows = rows[:-1] if cut else rows
    found = tuple(record for record in (_paper(step, row.root) for row in rows) if record)
    total = _announced(tree)
    if not found:
        return _empty(tree, cut, total)
    if len(found) < len(rows):
        return outcome.changed(f"目次{len(rows)}条中{len(rows) - len(found)}条缺少题名或编号")
    unique = tuple({record.id: record for record in found}.values())
    whole = total is not None and step.page == 1 and not cut and len(unique) >= total
    short = cut or outcome.page_size(len(found), total, step.page, _size(tree)) is None
    held = Contents(source=NAME, key=step.key, year=step.year, issue=step.issue, records=unique, complete=whole)
    note = f"目次应有{total}条，本页只见{len(unique)}条" if short else text.note
    return Answer(state=State.INCOMPLETE if short else State.FOUND, contents=held, total=total, note=note)


def _empty(tree: Selector, cut: bool, total: int | None) -> Answer:
    if cut or total:
        return outcome.answer(State.INCOMPLETE, f"目次没有条目（应有{total if total is not None else '?'}条）", total=total)
    said = words(tree.css(".no-result, .no-data")) if tree.xpath("//wf-article-list") else ""
    return outcome.zero(said) if said else outcome.changed("没有目次")


def goes_on(answer: Answer, step: Step) -> bool:
    """Tell whether another page of the contents follows."""
    held = len(answer.contents.records) if answer.contents else 0
    return answer.state is State.FOUND and answer.total is not None and held > 0 and (step.page - 1) * 20 + held < answer.total


def _announced(tree: Selector) -> int | None:
    """Return the number of papers that the pager announces, None if it names none."""
    pager = tree.xpath("//wf-pagination")
    if not pager:
        return None
    for name, value in pager[0].attrib.items():
        if re.search("total|count", name) and "page" not in name and re.fullmatch(r"\d{1,5}", value):
            return int(value)
    told = re.search(r"共\s*(\d{1,5})\s*(?:条|篇)", words(pager))
    return int(told[1]) if told else None


def _size(tree: Selector) -> int:
    value = (tree.xpath("//wf-pagination/@page-size").get() or "").strip()
    return int(value) if value.isascii() and value.isdigit() and 0 < int(value[:4]) <= 200 else 20


def _paper(step: Step, row: Element) -> Record | None:
    box = next((one for one in row.iter("input") if one.get("docuid")), None)
    record = bare(squeeze(box.get("docuid"))) if box is not None else ""
    shown = elements.title(elements.first(row, "h2")) or (plain_title(box.get("value") or "") if box is not None else "")
    if not record or not shown:
        return None
    parts: dict[str, str] = {}
    authors: list[Author] = []
    for node in row.iter():
        if node.tag == "wf-author":
            authors += [Author(name=name) for name in (elements.text(node),) if name]
        for name in (node.get("class") or "").split():
            if name in ("pages", "column"):
                parts.setdefault(name, elements.text(node))
    return Record(
        source=NAME,
        id=record,
        title=shown,
        type="J",
        authors=tuple(authors) or None,
        journal=step.journal or None,
        year=step.year,
        issue=step.issue,
        pages=parts.get("pages", "").strip("()（） ") or None,
        section=parts.get("column") or None,
        witnesses=(*wanfang_witness(record), *((("wanfang_issue", step.issue),) if lettered(step.issue) else ())),
        url=stable(record),
    )


def article(page: Page) -> Answer:
    """Read a paper's own page."""
    text = decode(page)
    blocked = refused(page, text)
    if blocked:
        return blocked
    if is_cut(text.text):
        return outcome.answer(State.INCOMPLETE, "网页中断")
    tree, step = parse(text.text), page.ask.step
    shown = title(tree.css(".detailTitleCN"))
    if not shown:
        return outcome.changed("没有题名")
    placed = _PUBLISHED.fullmatch(words(tree.css(".publishData")))
    issue = placed["issue"] if placed else None
    doi = words(tree.css(".doiStyle a, .doiStyle")) or None
    record = Record(
        source=NAME,
        id=bare(step.record),
        title=shown,
        type="J",
        authors=tuple(_authors(tree)) or None,
        journal=words(tree.css(".periodicalName")).strip("《》") or None,
        year=placed["year"] if placed else None,
        volume=(placed["volume"] or None) if placed else None,
        issue=issue,
        pages=words(tree.css(".pages")).strip("()（） ") or None,
        issn=_issn(tree),
        doi=doi,
        clc=tuple(part for part in map(squeeze, re.split(r"[;；,，\s]", words(tree.css(".classCode")))) if part),
        witnesses=(
            *wanfang_witness(bare(step.record)),
            *((("wanfang_issue", issue),) if issue and lettered(issue) else ()),
            *doi_witness(doi),
        ),
        url=stable(bare(step.record)),
    )
    return Answer(state=State.FOUND, records=(record,), total=1, note=text.note)


def _authors(tree: Selector) -> Iterator[Author]:
    block = tree.css(".author.detailTitle")
    people = [words(node) for node in block.css("a.itemUrl, .itemUrl a") if words(node)]
    names = list(dict.fromkeys(people)) or list(split_names(words(block)))
    yield from (Author(name=re.sub(r"[\s\d,]+$", "", name)) for name in names)


def _issn(tree: Selector) -> str | None:
    found = re.search(r"\d{4}-\d{3}[\dXx]", " ".join(words(node) for node in tree.css(".periodicalDataItem")))
    return found[0] if found else None
