"""CNKI's requests: kns (search, detail) and navi (journals, issue lists, contents), with their tokens and preludes."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from verifier.model import Ask, Step

NAME = "cnki"

INDEX = "/kns8s/defaultresult/index"
GRID = "/kns8s/brief/grid"
DETAIL = "/KCMS/detail/detail.aspx"
SIZE = 50
PCODE = "CJFD,CCJD"
_XHR = (("X-Requested-With", "XMLHttpRequest"),)
_NAVI_XHR = (*_XHR, ("language", "CHS"), ("uniplatform", "NZKPT"))
_FIELDS = {"title": ("TI", "篇名"), "pieces": ("TI", "篇名"), "doi": ("DOI", "DOI"), "control": ("SU", "主题")}
_NAVI_FIELDS = {"name": "LY", "issn": "SN", "cn": "CN"}
_DBNAME = re.compile(r"[?&]dbname=([A-Za-z0-9]{1,20})")


def _short(*parts: str) -> str:
    """A short name for a question of any length: token names are bounded."""
    return hashlib.sha256("|".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def turn(key: tuple[str, ...], page: int) -> str:
    """Name the token that result page `page` gives and the next page needs."""
    return f"kns.turnpage:{_short(*key)}:{page}"


def hit(title: str, number: str) -> str:
    """Name the token of a journal hit's link."""
    return f"navi.p:{_short(title, number)}"


def year_issue(code: str, year: str, issue: str) -> str:
    """Name the token of one issue in a journal's list."""
    return "navi.yearIssue:" + re.sub(r"[{}]", "", f"{code[:20]}:{year[:4]}:{issue[:20]}")


# ---------------------------------------------------------------- kns


def opening(step: Step) -> Ask:
    """Visit the search page: it opens the site session that the result grid demands."""
    return Ask(
        source=NAME,
        role="cnki.kns",
        path=INDEX,
        query=(("korder", "SU"), ("kw", "")),
        key=(NAME, "open"),
        step=Step(kind="search", field="open", text=step.text),
    )


def search(step: Step) -> Ask:
    """Ask for one page of results; page n needs the turnpage key out of page n-1."""
    key = search_key(step)
    earlier = tuple(_grid(replace(step, page=page), key) for page in range(1, step.page))
    return replace(_grid(step, key), prelude=(opening(step), *earlier))


def search_key(step: Step) -> tuple[str, ...]:
    """Return the normalised question of a search, the same for every page of its results."""
    words = (step.author, step.journal, step.year) if step.field == "author_journal" else (step.text,)
    return (NAME, "search", step.field, *words)


def _grid(step: Step, key: tuple[str, ...]) -> Ask:
    first = step.page <= 1
    token = "kns.open" if first else turn(key, step.page - 1)
    form = (
        ("boolSearch", "true" if first else "false"),
        ("QueryJson", json.dumps(_query(step), ensure_ascii=False, separators=(",", ":"))),
        ("pageNum", str(step.page)),
        ("pageSize", str(SIZE)),
        ("sortField", ""),
        ("sortType", ""),
        ("dstyle", "listmode"),
        ("productStr", ""),
        ("aside", ""),
        ("searchFrom", "资源范围：总库"),
        ("subject", ""),
        ("language", ""),
        ("uniplatform", "NZKPT"),
        ("CurPage", str(step.page)),
        ("turnpage", "{{" + token + "}}"),
    )
    return Ask(
        source=NAME,
        role="cnki.kns",
        method="POST",
        path=GRID,
        form=form,
        headers=_XHR,
        key=(*key, str(step.page)),
        step=step,
        stable=f"{INDEX}?korder=SU&kw={quote(step.text or step.author)}",
    )


def _query(step: Step) -> dict[str, Any]:
    """The QueryJson of a step; several words of `pieces` are joined by AND, years are a range control."""
    groups = [{"Key": "Subject", "Title": "", "Logic": 0, "Items": _items(step), "ChildItems": []}]
    if step.year and step.field == "author_journal":
        years = {"Field": "PT", "Operator": 7, "Value": f"{step.year}-01-01", "Value2": f"{step.year}-12-31", "Logic": 0}
        groups.append({"Key": "ControlGroup", "Title": "", "Logic": 0, "Items": [years], "ChildItems": []})
    return {
        "Platform": "",
        "Resource": "CROSSDB",
        "Classid": "WD0FTY92",
        "Products": "",
        "QNode": {"QGroup": groups},
        "ExScope": "1",
        "SearchType": 3 if step.field == "author_journal" else 2,
        "Rlang": "CHINESE",
        "KuaKuCode": "",
        "SearchFrom": 1 if step.page <= 1 else 4,
    }


def _items(step: Step) -> list[dict[str, Any]]:
    if step.field == "author_journal":
        named = (("AU", "作者", step.author), ("LY", "文献来源", step.journal))
        return [_item(field, title, text) for field, title, text in named if text]
    field, title = _FIELDS.get(step.field, _FIELDS["title"])
    words = step.text.split() if step.field == "pieces" else [step.text]
    return [_item(field, title, word) for word in words]


def _item(field: str, title: str, value: str) -> dict[str, Any]:
    operator = "TOPRANK" if field == "SU" else "DEFAULT"
    return {"Field": field, "Value": value, "Operator": operator, "Logic": 0, "Title": title}


def detail(step: Step) -> Ask:
    """Open the detail page by file name: a stable link without a token."""
    hints = dict(step.hints)
    dbname = _DBNAME.search(hints.get("url", ""))
    query = (("dbcode", hints.get("dbcode") or "CJFD"), ("dbname", dbname[1] if dbname else ""), ("filename", step.record))
    return Ask(
        source=NAME,
        role="cnki.kns",
        path=DETAIL,
        query=tuple(pair for pair in query if pair[1]),
        key=(NAME, "detail", step.record),
        step=step,
    )


# ---------------------------------------------------------------- navi


def journal(step: Step) -> Ask:
    """Search the journal navigation; the hits' own pages follow as `more`."""
    field = _NAVI_FIELDS.get(step.field, "LY")
    item = {"Key": "txt_1", "Title": "", "Logic": 1, "Name": field, "Operate": "%", "Value": f"'{step.text}'"}
    items = {**item, "ExtendType": 0, "ExtendValue": "", "Value2": ""}
    child = {"Key": "txt", "Logic": 1, "Items": [items], "ChildItems": []}
    group = {"Key": "subject", "Logic": 1, "Items": [], "ChildItems": [child]}
    state = {"StateID": "", "QNode": {"QGroup": [group]}, "CNode": {"PCode": PCODE}}
    form = (
        ("searchStateJson", json.dumps(state, ensure_ascii=False, separators=(",", ":"))),
        ("displaymode", "1"),
        ("pageindex", "1"),
        ("pagecount", "21"),
        ("index", ""),
        ("searchType", "刊名(曾用刊名)" if field == "LY" else field),
        ("switchdata", "search"),
    )
    return Ask(
        source=NAME,
        role="cnki.navi",
        method="POST",
        path="/knavi/journals/searchbaseinfo",
        form=form,
        headers=_XHR,
        key=(NAME, "journal", step.field, step.text),
        step=step,
        stable="/knavi/",
    )


def identity(title: str, number: str, found_by: Ask) -> Ask:
    """The page behind a journal hit, whose link is a token of the search that found it."""
    return Ask(
        source=NAME,
        role="cnki.navi",
        path="/knavi/detail",
        query=(("p", "{{" + hit(title, number) + "}}"), ("uniplatform", "NZKPT")),
        key=(NAME, "identity", "hit", title, number),
        step=found_by.step,
        prelude=(found_by,),
    )


def journal_page(code: str) -> Ask:
    """A journal's own page: identity, and the `time` that its lists demand."""
    return Ask(
        source=NAME,
        role="cnki.navi",
        path=f"/knavi/journals/{quote(code)}/detail",
        query=(("uniplatform", "NZKPT"),),
        key=(NAME, "identity", code),
        step=Step(kind="journal", field="key", text=code, key=code),
    )


def issues(step: Step) -> Ask:
    """Ask for the issue list that should hold a year, with the visit that gives its `time`."""
    return replace(year_list(step), prelude=(journal_page(step.key),))


def year_list(step: Step) -> Ask:
    """One page of the issue list, about 20 years a page; page 1 holds the newest."""
    form = (
        ("pIdx", str(step.page - 1)),
        ("time", "{{navi.time}}"),
        ("isEpublish", "0"),
        ("pcode", PCODE),
    )
    return Ask(
        source=NAME,
        role="cnki.navi",
        method="POST",
        path=f"/knavi/journals/{quote(step.key)}/yearList",
        form=form,
        headers=_NAVI_XHR,
        key=(NAME, "issues", step.key, step.year, str(step.page)),
        step=step,
        stable=f"/knavi/journals/{quote(step.key)}/detail",
    )


def contents(step: Step) -> Ask:
    """One issue's contents; its `yearIssue` comes out of the list page that `hints` name (`list_page`)."""
    query = (
        ("yearIssue", "{{" + year_issue(step.key, step.year, step.issue) + "}}"),
        ("pageIdx", str(step.page - 1)),
        ("pcode", PCODE),
        ("isEpublish", "0"),
    )
    place = dict(step.hints).get("list_page", "1")
    listed = Step(kind="issues", key=step.key, year=step.year, page=int(place) if place.isdecimal() and len(place) < 4 else 1)
    ask = Ask(
        source=NAME,
        role="cnki.navi",
        method="POST",
        path=f"/knavi/journals/{quote(step.key)}/papers",
        query=query,
        headers=_NAVI_XHR,
        key=(NAME, "contents", step.key, step.year, step.issue, str(step.page)),
        step=step,
        stable=f"/knavi/journals/{quote(step.key)}/detail",
    )
    return replace(ask, prelude=(journal_page(step.key), year_list(listed)))
