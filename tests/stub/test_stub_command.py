"""The command and the server around the sites."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

import verifier.stub
from tests.stub.asking import CATALOGUE, GRPC, get, post, select, wanfang
from verifier.stub import serve
from verifier.stub.grpcweb import encode, frame
from verifier.stub.serve import SITES

ROOT = Path(__file__).parents[2]


def _start(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "verifier.stub", "--catalogue", str(CATALOGUE), *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", cwd=ROOT)


def test_the_command_prints_one_line_serves_and_ends_on_sigterm() -> None:
    with _start("--fault", "cnki:server_error:detail:for=1") as child:
        assert child.stdout
        url = child.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
        assert get(url, "/cnki/kns/KCMS/detail/detail.aspx?filename=LBGL202103001").status_code == 503
        child.send_signal(signal.SIGTERM)
        rest, errors = child.communicate(timeout=5)
    assert (child.returncode, rest, errors) == (0, "", "")


def test_the_command_dies_with_the_end_of_its_input() -> None:
    with _start("--die-with-parent") as child:
        assert child.stdout
        assert child.stdin
        child.stdout.readline()
        child.stdin.close()
        assert child.wait(timeout=5) == 0


@pytest.mark.parametrize(
    ("words", "said"), [(["--fault", "cnki:slyder:search"], "slyder"), (["--catalogue", "/nowhere"], "文件无法读取")]
)
def test_bad_input_is_exit_code_2_with_a_reason(words: list[str], said: str) -> None:
    with _start(*words) as child:
        out, errors = child.communicate(timeout=10)
    assert (child.returncode, out) == (2, "")
    assert said in errors


def test_only_loopback_is_bound_and_the_port_may_be_chosen() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serve(CATALOGUE, port) as url:
        assert url == f"http://127.0.0.1:{port}"
        with pytest.raises(OSError):
            serve(CATALOGUE, port)


def test_the_front_page_names_every_site_and_the_catalogue(base: str) -> None:
    answer = get(base, "/")
    assert "演示数据" in answer.text
    assert {link.rstrip("/") for link in select(answer).css("a::attr(href)").getall()} == {
        host.prefix for host in SITES
    }
    assert re.fullmatch(r"[0-9a-f]{64}", answer.headers["X-Verifier-Catalogue"])
    with serve(CATALOGUE) as same, serve(CATALOGUE, faults=["cnki:zero:search"]) as other:
        assert get(same, "/").headers["X-Verifier-Catalogue"] == answer.headers["X-Verifier-Catalogue"]
        assert get(other, "/").headers["X-Verifier-Catalogue"] != answer.headers["X-Verifier-Catalogue"]


def test_every_host_allows_robots(base: str) -> None:
    for host in SITES:
        answer = get(base, f"{host.prefix}/robots.txt")
        assert (answer.status_code, answer.text) == (200, "User-agent: *\nAllow: /\n")


def test_a_connection_is_kept_alive_and_unknown_paths_are_404_or_405(base: str) -> None:
    with requests.Session() as session:
        for path, status in (
            ("/", 200),
            ("/nowhere", 404),
            ("/cnki/kns/nowhere", 404),
            ("/cnki/kns/kns8s/brief/grid", 405),
        ):
            answer = get(base, path, session)
            assert answer.status_code == status
            assert answer.raw.version == 11
            assert answer.headers.get("Connection") is None


def test_hostile_requests_are_bounded(base: str) -> None:
    assert requests.post(f"{base}/nppa/", data=b"x" * ((1 << 20) + 1), timeout=5).status_code == 413
    deep = "[" * 100_000
    session = requests.Session()
    get(base, "/cnki/kns/kns8s/search", session)
    form = {"QueryJson": deep}
    assert (
        requests.post(f"{base}/cnki/kns/kns8s/brief/grid", data=form, cookies=session.cookies, timeout=5).status_code
        == 403
    )
    many = {f"f{n}": "1" for n in range(600)}
    assert requests.post(f"{base}/nppa/bsfw/cyjghcpcx/qkan/index.html", data=many, timeout=5).status_code == 400
    assert get(base, "/").status_code == 200


NASTY = (
    "",
    "²",
    "９" * 500,
    "'\"<>&\\",
    "\x00\uffff",
    "..",
    "%",
    "[" * 1000,
    " " * 5000,
    "𠮷",
    "null",
    "-1",
    "1e9",
    "(AND" * 500,
)
TEMPLATES = (
    '{{"QNode":{{"QGroup":[{{"Items":[{{"Field":"TI","Value":{0},"Operator":{0}}}]}},{{"Items":[{{"Key":"PT","Value":{0}}}]}}]}}}}',
    '{{"ObjectType":1,"SearchKeyList":[{{"FieldIdentifier":"M","SearchKey":{0},"IsExact":{0}}}],"BeginYear":{0},"PageNum":{0}}}',
    '{{"SearchExpression":{0},"ClusterFilter":{0},"PageSize":{0}}}',
    '{{"QNode":{{"Items":[{{"Name":"LY","Value":{0}}}]}}}}',
    '{{"gch":{0},"num":{0},"year":{0}}}',
    '{{"query":{0},"start":0,"rows":5,"collections":{0}}}',
)
POSTED = (
    ("/cnki/kns/kns8s/brief/grid", "QueryJson"),
    ("/cnki/navi/knavi/journals/searchbaseinfo", "searchStateJson"),
    ("/vip/qikan/Search/SearchList", "searchParamModel"),
    ("/vip/qikan/Journal/RightArticle", "journalArticalInfoModel"),
)
SENT = ("/wanfang/c/Category/Magazine/search", "/wanfang/api/openwanfang/getQuery", "/wanfang/api/openwanfang/getDoc")
ASKED = (
    "/nppa/bsfw/cyjghcpcx/qkan/detail.html?cn={0}&name={0}",
    "/cnki/kns/kcms2/article/abstract?v={0}",
    "/cnki/kns/KCMS/detail/detail.aspx?filename={0}",
    "/cnki/navi/knavi/detail?p={0}",
    "/cnki/navi/knavi/journals/LBGL/yearList?time={0}&pIdx={0}",
    "/cnki/wap/Journal/List/{0}202106.html",
    "/wanfang/d/periodical/{0}",
    "/wanfang/sns/perio/lbgl?publishYear={0}&issueNum={0}&page={0}",
    "/vip/www/search?k={0}&page={0}",
    "/vip/www/newsite/literature/base/ref/export?ids={0}",
    "/crossref/works?query.bibliographic={0}&query.author={0}&filter={0}&rows={0}&cursor={0}",
    "/crossref/works/{0}",
    "/openalex/works?filter=publication_year:{0},title.search:{0}&page={0}&per_page={0}",
    "/doaj/api/search/articles/{0}",
    "/issn/resource/ISSN/{0}",
)
SEARCH = "/wanfang/s/SearchService.SearchService/search"


@pytest.mark.parametrize("value", NASTY)
def test_no_question_breaks_a_page(base: str, value: str) -> None:
    session = requests.Session()
    for opened in ("/cnki/kns/kns8s/search", "/vip/qikan/Qikan/Search/Advance"):
        get(base, opened, session)
    models = [value, *(template.format(json.dumps(value)) for template in TEMPLATES)]
    for model in models:
        for path, name in POSTED:
            form = {name: model, "pageNum": value, "turnpage": value}
            assert post(base, path, session, data=form).status_code < 500
        for path in SENT:
            assert post(base, path, session, data=model.encode(), headers={"X-App-Key": "k"}).status_code < 500
        assert post(base, SEARCH, session, data=frame(model.encode()), headers=GRPC).status_code == 200
    for template in ASKED:
        assert get(base, template.format(quote(value)[:4000]), session).status_code < 500
    assert wanfang(base, value).status_code == 200


def test_a_number_where_text_should_be_costs_nothing(base: str) -> None:
    for asked in (2_000_000_000, encode([(2, 2_000_000_000)])):
        answer = post(base, SEARCH, data=frame(encode([(1, asked)])), headers=GRPC)
        assert (answer.status_code, len(answer.content)) == (200, 25)


@pytest.mark.parametrize(
    "name", [module.name for module in pkgutil.iter_modules(verifier.stub.__path__) if module.name != "__main__"]
)
def test_what_the_docstrings_show_is_so(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"verifier.stub.{name}")).failed == 0
