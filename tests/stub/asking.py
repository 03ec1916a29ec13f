"""Asking the stub sites as a careful client would: sessions, tokens, frames."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import requests
from parsel import Selector

from verifier.stub.grpcweb import decode, encode, frame

CATALOGUE = Path(__file__).parent / "catalogue"
TIMEOUT = 5.0
GRPC = {"Content-Type": "application/grpc-web+proto", "x-grpc-web": "1"}


def get(base: str, path: str, session: requests.Session | None = None, **more: Any) -> requests.Response:
    """GET below the base URL, redirects not followed."""
    return (session or requests).get(base + path, timeout=TIMEOUT, allow_redirects=False, **more)


def post(base: str, path: str, session: requests.Session | None = None, **more: Any) -> requests.Response:
    """POST below the base URL, redirects not followed."""
    return (session or requests).post(base + path, timeout=TIMEOUT, allow_redirects=False, **more)


def cnki_session(base: str) -> requests.Session:
    """A session that has seen the search page."""
    session = requests.Session()
    get(base, "/cnki/kns/kns8s/defaultresult/index", session)
    return session


def query_json(*items: tuple[str, str, str], years: tuple[str, str] | None = None) -> str:
    """A QueryJson of (field, value, operator) items and a year range."""
    subject = [{"Field": f, "Value": v, "Operator": o, "Logic": 0, "Title": ""} for f, v, o in items]
    control = [{"Key": "PT", "Field": "PT", "Operator": 7, "Value": years[0], "Value2": years[1]}] if years else []
    groups = [{"Key": "Subject", "Items": subject, "ChildItems": []}, {"Key": "ControlGroup", "Items": control}]
    return json.dumps({"Resource": "CROSSDB", "QNode": {"QGroup": groups}}, ensure_ascii=False)


def grid(base: str, session: requests.Session | None, query: str, page: int = 1, **more: str) -> requests.Response:
    """One page of CNKI's result grid, 20 rows a page unless told."""
    form = {"QueryJson": query, "pageNum": str(page), "pageSize": "20", **more}
    return post(base, "/cnki/kns/kns8s/brief/grid", session, data=form)


def titled(base: str, title: str, session: requests.Session | None = None) -> requests.Response:
    """The grid's answer to an exact title, with a session of its own."""
    return grid(base, session or cnki_session(base), query_json(("TI", title, "DEFAULT")))


def select(answer: requests.Response) -> Selector:
    """The page as a tree, decoded as UTF-8."""
    return Selector(answer.content.decode())


def names(answer: requests.Response) -> list[str]:
    """The file names of a CNKI result page."""
    return select(answer).css("td.operat a::attr(data-filename)").getall()


def navi(base: str, code: str) -> tuple[requests.Session, Selector]:
    """A session and the journal page that it has open."""
    session = requests.Session()
    return session, select(get(base, f"/cnki/navi/knavi/journals/{code}/detail?uniplatform=NZKPT", session))


def year_list(base: str, code: str, **more: str) -> tuple[requests.Session, Selector]:
    """A session and the issue list of a journal."""
    session, page = navi(base, code)
    form = {
        "time": page.css("#time::attr(value)").get(""),
        "pIdx": "0",
        "isEpublish": "0",
        "pcode": "CJFD,CCJD",
        **more,
    }
    return session, select(post(base, f"/cnki/navi/knavi/journals/{code}/yearList", session, data=form))


def papers(base: str, code: str, issue: str) -> Selector:
    """The contents page of an issue such as `yq202106`."""
    session, listed = year_list(base, code)
    token = listed.css(f"a#{issue}::attr(value)").get("")
    url = f"/cnki/navi/knavi/journals/{code}/papers?yearIssue={token}&pageIdx=0&pcode=CJFD,CCJD&isEpublish=0"
    return select(post(base, url, session))


def nuxt(answer: requests.Response) -> Any:
    """The data behind the one key of a devalue payload."""
    flat = json.loads(select(answer).css("script#__NUXT_DATA__::text").get(""))

    def value(place: int) -> Any:
        part = flat[place]
        if isinstance(part, dict):
            return {key: value(child) for key, child in part.items()}
        return [value(child) for child in part] if isinstance(part, list) else part

    (place,) = flat[3].values()
    return value(place)


def wanfang(base: str, words: str, page: int = 1, size: int = 20) -> requests.Response:
    """Wanfang's search call."""
    asked = encode([(1, encode([(1, "paper"), (2, words), (5, page), (6, size)])), (2, 1)])
    return post(base, "/wanfang/s/SearchService.SearchService/search", data=frame(asked), headers=GRPC)


def frames(body: bytes) -> list[tuple[int, bytes]]:
    """Flag and message of each gRPC-web frame; raise when one is short."""
    found = []
    while body:
        length = int.from_bytes(body[1:5], "big")
        assert len(body) >= 5 + length
        found.append((body[0], body[5 : 5 + length]))
        body = body[5 + length :]
    return found


def fields(message: bytes) -> dict[int, list[Any]]:
    """Tag -> values, text decoded where it is text."""
    found: dict[int, list[Any]] = {}
    for tag, value in decode(message):
        found.setdefault(tag, []).append(value)
    return found


def periodicals(answer: requests.Response) -> list[dict[int, list[Any]]]:
    """The periodical messages of a search reply."""
    message = fields(frames(answer.content)[0][1])
    return [fields(each) for resource in message.get(4, []) for each in fields(resource).get(101, [])]


def vip_session(base: str) -> requests.Session:
    """A session that has warmed up."""
    session = requests.Session()
    get(base, "/vip/qikan/Qikan/Search/Advance", session)
    return session


def vip_search(base: str, session: requests.Session | None, **model: Any) -> requests.Response:
    """VIP's result list for a searchParamModel."""
    whole = {"ObjectType": 1, "PageNum": 1, "PageSize": 20, **model}
    form = {"searchParamModel": json.dumps(whole, ensure_ascii=False)}
    return post(base, "/vip/qikan/Search/SearchList", session, data=form)


def vip_titled(base: str, title: str, session: requests.Session | None = None) -> requests.Response:
    """VIP's answer to a title, with a session of its own."""
    keys = [{"FieldIdentifier": "M", "SearchKey": title, "PreLogicalOperator": "", "IsExact": 0}]
    return vip_search(base, session or vip_session(base), SearchKeyList=keys)


def vip_contents(base: str, gch: str, year: int, number: str) -> Selector:
    """VIP's contents page of an issue."""
    model = json.dumps({"gch": gch, "num": number, "year": year})
    return select(
        post(base, "/vip/qikan/Journal/RightArticle", vip_session(base), data={"journalArticalInfoModel": model})
    )


def nppa(base: str, **form: str) -> requests.Response:
    """The registry's answer to a query."""
    return post(base, "/nppa/bsfw/cyjghcpcx/qkan/index.html", data=form)


def table(answer: requests.Response) -> list[list[str]]:
    """The cells of a plain table's body."""
    return [
        [re.sub(r"\s+", " ", "".join(cell.css("::text").getall())).strip() for cell in row.css("td")]
        for row in select(answer).css("tbody tr")
    ]


def link(answer: requests.Response, pattern: str) -> str:
    """The first link that holds a pattern."""
    found = re.search(rf'href="([^"]*{pattern}[^"]*)"', answer.text)
    assert found, answer.text
    return unescape(found[1])
