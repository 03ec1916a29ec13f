"""The press registry's journal query (国家新闻出版署 期刊/期刊社查询). Every shape in this file is ASSUMED.

No saved result page of the present query is public. The form, the six columns and the detail page are invented after
descriptions: 期刊名称, CN号, ISSN, 主管单位, 主办单位. A name in 书名号 finds nothing, as users report of the real site.
"""

from __future__ import annotations

from urllib.parse import quote

from verifier.stub.catalogue import Former, Journal
from verifier.stub.markup import page, rows, text
from verifier.stub.wire import Desk, Host, Request, Response, cookie, html, redirect, route

FORM_PATH = "/bsfw/cyjghcpcx/qkan/index.html"
DETAIL_PATH = "/bsfw/cyjghcpcx/qkan/detail.html"
ZERO = "未查询到相关期刊"
_STATUS = {"active": "正常", "stopped": "停刊", "merged": "合并", "renamed": "更名"}
_MEDIUM = {"print": "纸质", "network": "网络", "electronic": "电子"}
_FORM = """<form id="searchForm" method="post" action="{action}">
<label>期刊名称 <input name="name" value="{name}"></label>
<label>CN号 <input name="cn" value="{cn}"></label>
<label>ISSN <input name="issn" value="{issn}"></label>
<label><input type="radio" name="type" value="期刊" checked>期刊</label>
<label><input type="radio" name="type" value="报纸">报纸</label>
<button type="submit">查询</button>
</form>"""


def form_page(_desk: Desk, request: Request) -> Response:
    """The empty form."""
    return _answer(request, "")


def query(desk: Desk, request: Request) -> Response:
    """The result table, or the zero line."""
    name, cn, issn = (request.value(field) for field in ("name", "cn", "issn"))
    if not (name or cn or issn):
        return _answer(request, '<div class="tips">请输入查询条件</div>')
    found = desk.index.registry.find(name, cn, issn)
    if not found:
        return _answer(request, f'<div class="no-result">{ZERO}</div>')
    return _answer(request, _table(found, request.prefix))


def _table(found: tuple[Journal, ...], prefix: str) -> str:
    heads = "".join(f"<th>{h}</th>" for h in ("序号", "期刊名称", "CN号", "ISSN", "主管单位", "主办单位"))
    lines = [
        f'<tr><td>{number}</td><td><a href="{text(_link(journal, found, prefix))}">{text(journal.title)}</a></td>'
        f"<td>{text(journal.cn)}</td><td>{text(journal.issn)}</td><td>{text(journal.authority)}</td>"
        f"<td>{text('; '.join(journal.sponsors))}</td></tr>"
        for number, journal in enumerate(found, 1)
    ]
    return (
        f'<div class="result-count">共查询到 <em>{len(found)}</em> 条记录</div>\n'
        f'<table class="trStyle tableNormal"><thead><tr>{heads}</tr></thead>\n<tbody>\n'
        + "\n".join(lines)
        + "\n</tbody></table>"
    )


def _link(journal: Journal, found: tuple[Journal, ...], prefix: str) -> str:
    """The detail page by CN; the name is added where editions share the CN or there is none."""
    shared = journal.cn is None or sum(j.cn == journal.cn for j in found) > 1
    name = f"&name={quote(journal.title)}" if shared else ""
    return f"{prefix}{DETAIL_PATH}?cn={quote(journal.cn or '')}{name}"


def detail(desk: Desk, request: Request) -> Response:
    """The label and value rows of one journal."""
    cn, name = request.value("cn"), request.value("name")
    found = desk.index.registry.find(name, cn)
    exact = [j for j in found if name in (j.title, "")]
    if not exact:
        return _answer(request, f'<div class="no-result">{ZERO}</div>', 404)
    table = rows(_fields(exact[0]), "<tr><th>{label}</th><td>{value}</td></tr>")
    return _answer(request, f'<table class="detailTable"><tbody>\n{table}\n</tbody></table>')


def _fields(journal: Journal) -> tuple[tuple[str, str | None], ...]:
    return (
        ("期刊名称", journal.title),
        ("CN号", journal.cn),
        ("ISSN", journal.issn),
        ("主管单位", journal.authority),
        ("主办单位", "; ".join(journal.sponsors)),
        ("出版周期", journal.frequency),
        ("状态", _status(journal)),
        ("曾用刊名", "; ".join(_former(f) for f in journal.former)),
        ("创刊时间", journal.since),
        ("出版地", journal.place),
        ("语种", journal.language),
        ("载体", _MEDIUM.get(journal.medium or "")),
    )


def _status(journal: Journal) -> str | None:
    word = _STATUS.get(journal.status or "")
    return f"{word}（{journal.until}）" if word and journal.until and journal.status != "active" else word


def _former(former: Former) -> str:
    """`旧刊名（1998-01—2010-12，CN 21-1234/TH，ISSN 1000-1234）`, what is not known left out."""
    span = f"{former.since or ''}—{former.until or ''}" if former.since or former.until else ""
    notes = [span, f"CN {former.cn}" if former.cn else "", f"ISSN {former.issn}" if former.issn else ""]
    inside = "，".join(note for note in notes if note)
    return f"{former.title}（{inside}）" if inside else former.title


def _answer(request: Request, body: str, status: int = 200) -> Response:
    fields = {field: text(request.value(field)) for field in ("name", "cn", "issn")}
    form = _FORM.format(action=request.prefix + FORM_PATH, **fields)
    # the CDN in front sets this cookie on healthy answers too: it is no sign of a challenge
    headers = (cookie("__jsluid_h", "0123456789abcdef0123456789abcdef", request.prefix),)
    return html(page("期刊/期刊社查询 - 国家新闻出版署", f"{form}\n{body}"), status, headers)


def _home(_desk: Desk, request: Request) -> Response:
    return redirect(request.prefix + FORM_PATH)


HOSTS = (
    Host(
        "nppa",
        "/nppa",
        (
            route("GET", r"/|/bsfw/cyjghcpcx/", "", _home),
            route("GET", r"/bsfw/cyjghcpcx/qkan/index\.html", "", form_page),
            route("POST", r"/bsfw/cyjghcpcx/qkan/index\.html", "search", query),
            route("GET", r"/bsfw/cyjghcpcx/qkan/detail\.html", "detail", detail),
        ),
    ),
)
