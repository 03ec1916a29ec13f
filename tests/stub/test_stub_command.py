"""The command and the server around the sites."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

import verifier.stub
from tests.stub.asking import CATALOGUE, get, select
from verifier.stub import serve
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


@pytest.mark.parametrize(
    "name", [module.name for module in pkgutil.iter_modules(verifier.stub.__path__) if module.name != "__main__"]
)
def test_what_the_docstrings_show_is_so(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"verifier.stub.{name}")).failed == 0
