"""VIP's qikan pages: result list, journal page with its issues, contents, detail page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from msgspec.structs import replace
from parsel import Selector

from verifier.model import Answer, Author, FormerName, IssueList, Journal, Page, Record, State, Step
from verifier.normalize import journals as names
from verifier.sources import elements, outcome
from verifier.sources.decoding import Text, decode
from verifier.sources.elements import Element
from verifier.sources.filename import lettered
from verifier.sources.markup import is_cut, parse, split_names, squeeze, title, visible, words
from verifier.sources.status import ended, standing

NAME = "vip"
HEALTHY = ("articleid", "info-left", "article-title", "rightPageShow", 'gch="', "gch=")
_VOL = re.compile(
    r"(?P<year>(?:1[89]|20)\d\d)年\s*(?:第?\s*(?P<volume>[0-9A-Za-z]{1,8})\s*卷)?\s*[,，]?\s*"
    r"(?:第?\s*(?P<issue>[^期,，\s]{1,16})\s*期|(?P<word>增刊[ⅠⅡⅢⅣ一二三四A-D]?|[专特]刊|专辑))?\s*[,，]?\s*(?P<pages>[^,，共页]{0,40}(?:[,，][^,，共页]{1,20}){0,6})?\s*"
    r"(?:[,，]\s*)?(?:页\s*[,，]?\s*)?(?:共\s*\d{1,4}\s*页)?\s*"
)
_SPAN = re.compile(r"((?:1[89]|20)\d\d(?:-\d\d)?)\s*[-—~至]\s*((?:1[89]|20)\d\d(?:-\d\d)?)")
_NUMBERS = re.compile(r"(?:\[\d{1,2}\])+$")
_LABELS = {
    "曾用名": "former", "曾用刊名": "former", "主办单位": "sponsors", "主管单位": "authority",
    "国际标准刊号": "issn", "国际标准连续出版物号": "issn", "ISSN": "issn", "ISSN号": "issn",
    "国内统一刊号": "cn", "国内统一连续出版物号": "cn", "CN": "cn", "CN号": "cn",
    "出版周期": "frequency", "刊期": "frequency", "创刊时间": "since", "出版地区": "place", "出版地": "place",
    "语种": "language", "收录年限": "span", "目前状态": "status", "状态": "status",
}  # fmt: skip


def refused(page: Page, text: Text) -> Answer | None:
    """Recognise VIP's refusals; 404 at a page addressed by id says that the address is stale, not that nothing is there."""
    found = outcome.refused(page, text.text, HEALTHY)
    if found:
        return found
    if page.status in (401, 404):
        return outcome.answer(State.SESSION_STALE, f"链接已失效（HTTP {page.status}）", words=visible(text.text, 60))
    return outcome.answer(State.INCOMPLETE, "网页中断") if is_cut(text.text) and not _rows_in(text.text) else None


def _rows_in(text: str) -> bool:
    return "articleid" in text


def opened(page: Page) -> Answer:
    """Read the warm-up page: all it gives is the session."""
    return refused(page, decode(page)) or Answer(state=State.FOUND)


# ---------------------------------------------------------------- result list


def listing(page: Page) -> Answer:
    """Read one page of the result list."""
    text = decode(page)
    blocked = refused(page, text)
    if blocked:
        return blocked
    tree = parse(text.text)
    rows = [row.root for row in tree.css("#remark dl, .simple-list dl") if elements.first(row.root, "dt") is not None]
    if not rows:
        return empty(tree, text)
    cut = is_cut(text.text)
    rows = rows[:-1] if cut else rows
    found = tuple(record for record in map(_record, rows) if record)
    if cut:
        return Answer(state=State.INCOMPLETE, records=found, note="网页在列表中间中断")
    if len(found) < len(rows):
        return outcome.changed(f"{len(rows)}条中{len(rows) - len(found)}条缺少题名、编号、作者或出处")
    total = announced(tree)
    unique = tuple({record.id: record for record in found}.values())
    note = "；".join(part for part in (text.note, "有重复行，已去重" if len(unique) < len(found) else "") if part)
    if outcome.page_size(len(found), total, page.ask.step.page, 50) is None:
        return Answer(state=State.INCOMPLETE, records=unique, total=total, note="本页行数少于应有行数")
    return Answer(state=State.FOUND, records=unique, total=total, note=note)


def size_of(answer: Answer, step: Step) -> int:
    """Return the size of the result's pages, as far as this page tells."""
    return outcome.page_size(len(answer.records), answer.total, step.page, 50) or 50


def empty(tree: Selector, text: Text) -> Answer:
    """Judge a page without rows: the site's own zero block, else something else than expected."""
    said = words(tree.css("div.no-data, .no-data"))
    if said and (announced(tree) or 0) == 0:
        return outcome.zero(said)
    return outcome.answer(State.INCOMPLETE, "网页中断") if is_cut(text.text) else outcome.changed("没有结果列表，也没有零结果说明")


def announced(tree: Selector) -> int | None:
    """Return the number that a list or contents page announces, None if it names none."""
    value = (tree.css("#hidShowTotalCount").xpath("@value").get() or "").replace(",", "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _record(row: Element) -> Record | None:
    """Read one entry; the parts that every healthy entry has must be there."""
    link = next((one for one in elements.every(row, "a") if one.get("articleid")), None)
    shown, record = elements.title(link), squeeze(link.get("articleid")) if link is not None else ""
    parts: dict[str, Element] = {}
    for node in row.iter("dd", "span", "p", "div"):
        for name in (node.get("class") or "").split():
            parts.setdefault(name, node)
    origin = parts.get("from")
    if not shown or not record or "author" not in parts or (origin is None and "vol" not in parts):
        return None
    journal = elements.text(elements.first(origin, "a")) or elements.text(origin)
    return replace(
        Record(source=NAME, id=record, title=shown, type="J", authors=_authors(parts["author"]), url=stable(record)),
        journal=journal.strip("《》") or None,
        **placed(elements.text(parts.get("vol"))),
    )


def stable(record: str) -> str:
    """Return the stable link of a record."""
    return f"https://qikan.cqvip.com/Qikan/Article/Detail?id={record}"


def placed(line: str) -> dict[str, object]:
    """Read `2022年第3期41-50,共10页`, the volume in it when present; the issue keeps its letters.

    >>> placed("2021年第43卷第S1期18-19,17,共3页")["issue"], placed("2022年第3期41-50,共10页")["pages"]
    ('S1', '41-50')
    >>> placed("2021年第43卷第S1期18-19,17,共3页")["pages"], placed("2007年增刊"), placed("见2007年")
    ('18-19,17', {'year': '2007', 'volume': None, 'issue': '增刊', 'pages': None, 'witnesses': (('vip_issue', '增刊'),)}, {})
    """
    found = _VOL.fullmatch(line)
    if not found:
        return {}
    issue, pages = found["issue"] or found["word"], (found["pages"] or "").strip(" ,，")
    witness = (("vip_issue", issue),) if issue and lettered(issue) else ()
    return {"year": found["year"], "volume": found["volume"], "issue": issue, "pages": pages or None, "witnesses": witness}


def _authors(byline: Element) -> tuple[Author, ...]:
    """One author a link; without links the byline's text is split."""
    own: Iterable[Element] = byline.iter("a")
    if byline.find("dd") is not None:  # an entry whose ends are left out holds the next one inside it
        own = [link for link in own if next(link.iterancestors("dd"), byline) is byline]
    shown = map(elements.text, own)
    linked = [_NUMBERS.sub("", name) if name.endswith("]") else name for name in shown]
    loose = () if any(linked) else split_names(re.sub(r"^作者\s*[：:]", "", elements.text(byline)))
    return tuple(Author(name=name) for name in (*linked, *loose) if name)


# ---------------------------------------------------------------- journals


def journals(page: Page) -> Answer:
    """Read the answer of the journal search."""
    text = decode(page)
    blocked = refused(page, text)
    if blocked:
        return blocked
    if hits(page):
        return Answer(state=State.FOUND, total=len(hits(page)), note=text.note)
    return empty(parse(text.text), text)


def hits(page: Page) -> tuple[str, ...]:
    """Return the journal keys of the hits, those of exactly the asked name alone if there are any; at most four."""
    found: dict[str, str] = {}
    for link in parse(decode(page).text).xpath("//a[contains(@href, 'gch=') or @gch]"):
        gch = squeeze(link.attrib.get("gch", "")) or query(link.attrib.get("href", ""), "gch")
        if gch and words(link).strip("《》"):
            found.setdefault(gch, words(link).strip("《》"))
    wanted = names.key(page.ask.step.text)
    exact = tuple(gch for gch, name in found.items() if names.key(name) == wanted)
    return (exact or tuple(found))[:4]


def query(href: str, name: str) -> str:
    """Return one field of an address's query, "" if it has none."""
    try:
        return squeeze(parse_qs(urlsplit(href).query).get(name, [""])[0])
    except ValueError:
        return ""


def summary(page: Page) -> Answer:
    """Read a journal's page: its identity, and for an `issues` step the wanted year's list."""
    text = decode(page)
    blocked = refused(page, text)
    if blocked:
        return blocked
    if is_cut(text.text):
        return outcome.answer(State.INCOMPLETE, "网页中断")
    tree, step = parse(text.text), page.ask.step
    name = title(tree.css(".info-main .info-box .title h2, .info-box .title h2"))
    said = _labels(tree)
    years = _years(tree)
    if not name or not (said or years):
        return outcome.changed("没有刊名或刊物信息")
    journal = _journal(step.key, name, said, years)
    if step.kind == "journal":
        return Answer(state=State.FOUND, journals=(journal,), total=1, note=text.note)
    if not years:
        return Answer(state=State.FOUND, journals=(journal,), note="该页没有刊期列表")
    listed = IssueList(source=NAME, key=step.key, year=step.year, issues=years.get(step.year, ()))
    return Answer(state=State.FOUND, journals=(journal,), issues=listed, note=text.note)


def _labels(tree: Selector) -> dict[str, str]:
    """Return the label pairs: what follows `span.label` inside its `li`."""
    said: dict[str, str] = {}
    for label in tree.css(".info-left ul li span.label"):
        known = _LABELS.get(words(label).rstrip("：: ").replace(" ", ""))
        value = squeeze(words(label.xpath("..")).removeprefix(words(label)))
        if known and value and value not in ("-", "—", "/"):
            said.setdefault(known, value)
    return said


def _years(tree: Selector) -> dict[str, tuple[str, ...]]:
    years: dict[str, list[str]] = {}
    for link in tree.css("a.rightPageShow[num][year]"):
        year, num = squeeze(link.attrib["year"]), squeeze(link.attrib["num"])
        if re.fullmatch(r"\d{4}", year) and 0 < len(num) <= 16 and num not in years.setdefault(year, []):
            years[year].append(num)
    return {year: tuple(listed) for year, listed in years.items()}


def _journal(gch: str, name: str, said: dict[str, str], years: dict[str, tuple[str, ...]]) -> Journal:
    span = _SPAN.fullmatch(said.get("span", ""))
    seen = (min(years), max(years)) if years else None
    return Journal(
        source=NAME,
        key=gch,
        title=name,
        former=tuple(FormerName(title=part) for part in _split(said.get("former"))),
        cn=said.get("cn"),
        issn=said.get("issn"),
        sponsors=_split(said.get("sponsors")),
        authority=said.get("authority"),
        frequency=said.get("frequency"),
        place=said.get("place"),
        language=said.get("language"),
        status=standing(said.get("status")),
        since=said.get("since"),
        until=ended(said.get("status")),
        coverage=(span[1], span[2]) if span else seen,
    )


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in map(squeeze, re.split(r"[;；]", text or "")) if part)
