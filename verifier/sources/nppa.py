"""国家新闻出版署 期刊查询: which registered journal is it. Every shape here is ASSUMED: no saved page of the query is public.

Asked by CN, name (without 书名号) or ISSN; a hit's own page adds status, frequency and former names. A captcha, a lock or an
overload of the real site needs a person: it reads as BLOCKED or RATE_LIMITED, never as absence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from verifier.model import Answer, Ask, FormerName, Journal, Page, State, Step
from verifier.sources import outcome
from verifier.sources.decoding import decode
from verifier.sources.markup import is_cut, squeeze, visible
from verifier.sources.markup import soup as make_soup
from verifier.sources.status import ended, standing

NAME = "nppa"
TITLE = "国家新闻出版署"
VERSION = "1"
KIND = "registry"
CAN = frozenset({"journal", "detail"})
JOURNAL_BY = ("cn", "name", "issn")

FORM = "/bsfw/cyjghcpcx/qkan/index.html"
ENTRY = "https://www.nppa.gov.cn" + FORM
"""Where a person asks by hand."""
DETAIL = "/bsfw/cyjghcpcx/qkan/detail.html"
_ZERO = re.compile(r"(?:未|没有|无)(?:能)?(?:查询|检索|搜索|找)?到?(?:任何)?(?:符合条件的|相关|匹配的?)*(?:期刊|记录|数据|结果|信息)")
_CAPTCHA = re.compile(r"验证码(?:错误|不正确|有误|已失效|已过期|输入错误)|请(?:先)?输入(?:正确的)?验证码")
_LOCKED = re.compile(r"(?:已|被)锁定|错误次数过多|暂停查询|禁止查询")
_OVERLOAD = re.compile(r"近期检索较多|访问人数过多|系统繁忙|请稍后(?:再试|重试|查询)")
_COLUMNS = {
    "title": ("期刊名称", "刊名", "名称"),
    "cn": ("CN号", "国内统一连续出版物号", "国内统一刊号", "CN"),
    "issn": ("ISSN",),
    "authority": ("主管单位", "主管"),
    "sponsors": ("主办单位", "主办"),
}
_FIELDS = {
    **_COLUMNS,
    "frequency": ("出版周期", "刊期"),
    "status": ("状态", "目前状态"),
    "former": ("曾用刊名", "曾用名"),
    "since": ("创刊时间", "创刊"),
    "place": ("出版地",),
    "language": ("语种", "文种"),
    "medium": ("载体", "出版形式", "介质"),
}
_MEDIA = {"纸质": "print", "印刷": "print", "网络": "network", "电子": "electronic"}
_FORMER = re.compile(r"(?P<name>[^（(]{1,80}(?:[（(][^（()）]{1,20}[)）])??)\s*(?:[（(](?P<notes>[^（()）]*(?:—|CN|ISSN)[^（()）]*)[)）])?")
_DATE = r"(?:1[89]|20)\d\d(?:-\d\d)?"


def ask(step: Step) -> Ask:
    """Turn a step into a request: `journal` posts the form, `detail` opens a hit's own page."""
    if step.kind == "detail":
        name = dict(step.hints).get("name", "")
        query = tuple(pair for pair in (("cn", step.record), ("name", name)) if pair[1])
        return _request("detail", step, step.record, name, path=DETAIL, query=query)
    field = step.field if step.field in ("cn", "issn") else "name"
    text = squeeze(step.text).strip("《》<>〈〉")
    form: tuple[tuple[str, str], ...] = (("name", text if field == "name" else ""), ("cn", text if field == "cn" else ""))
    form = (*form, ("issn", text if field == "issn" else ""), ("type", "期刊"))
    return _request("search", step, field, text, method="POST", path=FORM, form=form)


def _request(shape: str, step: Step, *what: str, **rest: object) -> Ask:
    return Ask(source=NAME, role="nppa", key=(NAME, shape, *what), step=step, **rest)  # type: ignore[arg-type]


def read(page: Page) -> Answer:
    """Read a result table or a journal's own page."""
    text = decode(page)
    blocked = outcome.refused(page, text.text, ("tableNormal", "detailTable")) or _manual(text.text)
    if blocked:
        return blocked
    soup = make_soup(text.text)
    listed = [] if page.ask.step.kind == "detail" else list(_rows(soup))
    found = tuple(_detail(soup)) if page.ask.step.kind == "detail" else tuple(journal for journal, _ in listed)
    zero = _zero(text.text)
    if zero and not found:
        return outcome.zero(zero)
    if is_cut(text.text):
        return outcome.answer(State.INCOMPLETE, "网页在表格中间中断")
    if page.status != 200 or not found:
        return outcome.changed(f"没有期刊表格（HTTP {page.status}）")
    announced = _announced(soup)
    if page.ask.step.kind == "journal" and announced is not None and announced > len(found):
        return Answer(state=State.INCOMPLETE, journals=found, total=announced, note=f"应有{announced}条，只见{len(found)}条")
    more = tuple(_linked(page, journal, link) for journal, link in listed if link)
    return Answer(state=State.FOUND, journals=found, total=announced or len(found), more=more, note=text.note)


def _linked(page: Page, journal: Journal, link: str) -> Ask:
    """Return the ask for the page behind a hit: its path below the host's base, and its query."""
    parts = urlsplit(urljoin(page.url, link))
    base = urlsplit(page.url).path.removesuffix(page.ask.path)
    step = Step(kind="detail", record=journal.cn or "", hints=(("name", journal.title),))
    path, query = parts.path.removeprefix(base) or "/", tuple(parse_qsl(parts.query))
    return _request("detail", step, journal.cn or "", journal.title, path=path, query=query)


def _manual(text: str) -> Answer | None:
    """Recognise what only a person can pass: a captcha, a lock, an overload."""
    shown = visible(text, 2000)
    if "<td" in text.lower():
        return None
    if found := _LOCKED.search(shown):
        return outcome.answer(State.RATE_LIMITED, "登记库查询被锁定，请人工查询", words=found[0])
    if found := _CAPTCHA.search(shown):
        return outcome.answer(State.BLOCKED, "登记库要求验证码（captcha），请人工查询", words=found[0])
    if found := _OVERLOAD.search(shown):
        return outcome.answer(State.RATE_LIMITED, "登记库繁忙，请稍后人工查询", words=found[0])
    return None


def _zero(text: str) -> str:
    """Return the page's own words for an empty result."""
    shown = visible(text, 2000)
    found = _ZERO.search(shown) if len(shown) < 600 else None
    return found[0] if found else ""


def _announced(soup: BeautifulSoup) -> int | None:
    node = soup.select_one(".result-count")
    found = re.search(r"(\d{1,6})\s*条", squeeze(node.get_text("")) if node else "")
    return int(found[1]) if found else None


def _rows(soup: BeautifulSoup) -> Iterator[tuple[Journal, str]]:
    """Yield journals with their links out of every table that has a journal's columns, which are found by their heads."""
    for table in soup.find_all("table"):
        lines = [line for line in table.find_all("tr") if line.find_parent("table") is table]
        heads = [squeeze(cell.get_text("")) for cell in lines[0].find_all(["th", "td"])] if lines else []
        places = {name: next((heads.index(head) for head in known if head in heads), None) for name, known in _COLUMNS.items()}
        if places["title"] is None or places["cn"] is None:
            continue
        for line in lines[1:]:
            cells = [squeeze(cell.get_text(" ")) for cell in line.find_all("td", recursive=False)]
            if len(cells) == len(heads):
                link = line.find("a", href=True)
                said = {name: cells[place] for name, place in places.items() if place is not None}
                yield _journal(said), _address(link)


def _address(link: object) -> str:
    """Return a link's address, "" for none or one that leads nowhere."""
    href = link.get("href") if isinstance(link, Tag) else None
    shown = href.strip() if isinstance(href, str) else ""
    return "" if shown.startswith(("#", "javascript:")) or len(shown) > 500 else shown


def _detail(soup: BeautifulSoup) -> Iterator[Journal]:
    """Yield the journal of a page of label and value rows."""
    labels = {label: name for name, known in _FIELDS.items() for label in known}
    values: dict[str, str] = {}
    for node in soup.find_all(["th", "label", "dt", "td"]):
        name = labels.get(squeeze(node.get_text("")).rstrip("：:"))
        value = node.find_next_sibling(["td", "span", "dd"]) if name else None
        if name and isinstance(value, Tag):
            values.setdefault(name, squeeze(value.get_text(" ")))
    if values.get("title") and len(values) > 2:
        yield _journal(values)


def _journal(values: dict[str, str]) -> Journal:
    """Make a journal of what a page's labels said; an empty cell is unknown."""
    said = {name: value for name, value in values.items() if value not in ("", "-", "—", "/", "无")}
    status = said.get("status")
    return Journal(
        source=NAME,
        key=said.get("cn") or said.get("title", ""),
        title=said.get("title", ""),
        former=tuple(_formers(said.get("former", ""))),
        cn=said.get("cn"),
        issn=said.get("issn"),
        sponsors=tuple(part for part in map(squeeze, re.split(r"[;；]", said.get("sponsors", ""))) if part),
        authority=said.get("authority"),
        frequency=said.get("frequency"),
        place=said.get("place"),
        language=said.get("language"),
        medium=_MEDIA.get(said.get("medium", ""), said.get("medium")),
        status=standing(status),
        since=said.get("since"),
        until=ended(status),
    )


def _formers(text: str) -> Iterator[FormerName]:
    """Yield former names out of `旧刊名（1998-01—2010-12，CN 21-1234/TH，ISSN 1000-1234）; …`."""
    for part in re.split(r"[;；]", text[:4000]):
        found = _FORMER.fullmatch(squeeze(part))
        if not found:
            continue
        notes = found["notes"] or ""
        span = re.search(rf"({_DATE})?\s*—\s*({_DATE})?", notes)
        cn = re.search(r"CN\s*(\d\d-\d{4}(?:/[A-Z0-9]+)?)", notes)
        issn = re.search(r"ISSN\s*(\d{4}-\d{3}[\dX])", notes)
        yield FormerName(
            title=squeeze(found["name"]),
            since=span[1] if span else None,
            until=span[2] if span else None,
            cn=cn[1] if cn else None,
            issn=issn[1] if issn else None,
        )
