"""No line of any log holds a name: not of a batch, not of a portal's page, not of what breaks while a name is in hand."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests.conftest import ROOT, Run
from verifier import logs
from verifier.errors import BadValue

NAME, TYPED = "欧阳林知远", "申屠若川"


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO, Callable[[str], None]]:
    """Return a logger, what it wrote, and a switch of its form."""
    stream, logger = io.StringIO(), logging.Logger("trial")

    def form(name: str) -> None:
        os.environ[logs.VARIABLE] = name
        logger.handlers = [logs.handler(logging.DEBUG, stream)]

    return logger, stream, form


@pytest.mark.parametrize("form", ["json", ""])
def test_an_exception_is_logged_by_its_kind_and_place(
    log: tuple[logging.Logger, io.StringIO, Callable[[str], None]], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(logs.VARIABLE, form)
    logger, stream, switch = log
    switch(form)
    try:
        try:
            int(NAME)
        except ValueError as error:
            raise BadValue(NAME, NAME) from error
    except BadValue:
        logger.exception("a task broke off: %s", [7])
    said = stream.getvalue()
    assert NAME not in said
    for told in ("BadValue", "ValueError", "a task broke off: [7]", "test_logs.py:"):
        assert told in said
    if form == "json":
        line = json.loads(said)
        assert (line["level"], line["logger"], line["error"]) == ("ERROR", "trial", "BadValue exit 2")


def test_a_line_of_json_is_one_line_whatever_is_said(
    log: tuple[logging.Logger, io.StringIO, Callable[[str], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(logs.VARIABLE, "json")
    logger, stream, switch = log
    switch("json")
    logger.warning('two\nlines and a "quote"', extra={"seconds": 0.5})
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["message"] == 'two\nlines and a "quote"'
    assert json.loads(line)["seconds"] == 0.5


@pytest.mark.parametrize("fault", ["", "cnki:slider:any", "vip:changed_layout:any"])
def test_a_batch_logs_no_name(run: Run, tmp_path: Path, fault: str) -> None:
    line = json.loads((ROOT / "fixtures/stories/unit/submissions.jsonl").read_text("utf-8").splitlines()[0])
    line["applicant"]["name"] = NAME
    (tmp_path / "s.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", "utf-8")
    words = ["--fault", fault] if fault else []
    done = run("--log-json", "batch", "s.jsonl", "--out", "out", "--papers", *words)
    assert done.returncode in (0, 1, 3), done.stderr
    assert NAME in (tmp_path / "out/report.jsonl").read_text("utf-8")
    assert NAME not in done.stderr


def test_a_portal_logs_each_page_by_its_route_and_no_name(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    for name in ("VERIFIER_PORTAL_RUN", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        env.pop(name, None)
    words = ["--log-json", "portal", "--port", "0", "--data", str(tmp_path / "data")]
    with (tmp_path / "log").open("w") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "verifier", *words], env=env, stdout=subprocess.PIPE, stderr=log, text=True
        )
    try:
        assert child.stdout
        url = next(found[0] for line in child.stdout if (found := re.search(r"http://[\d.:]+/", line)))
        browser = requests.Session()
        page = browser.get(f"{url}login", timeout=30)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token
        form = {"username": NAME, "password": TYPED, "csrfmiddlewaretoken": token[1]}
        assert "用户名" in browser.post(f"{url}login", form, headers={"Referer": url}, timeout=30).text
        for path in (NAME, f"invited/{NAME}", f"public/?code={NAME}", f"accounts?q={NAME}", f"login?next={NAME}"):
            browser.get(url + path, timeout=30)
        browser.get(f"{url}login", headers={"Host": f"{TYPED}.example".encode("idna").decode()}, timeout=30)
        browser.post(f"{url}login", {"username": NAME}, timeout=30)
        browser.post(f"{url}api/v1/submissions", NAME.encode(), headers={"Authorization": "Bearer x"}, timeout=30)
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(30)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").splitlines() if line.startswith("{")]
    pages = [line for line in lines if line["message"] == "page"]
    assert {"login", "invited/<str:token>", "-"} <= {line["route"] for line in pages}
    assert all(line["seconds"] >= 0 and line["status"] >= 200 for line in pages)
    said = (tmp_path / "log").read_text("utf-8")
    for private in (NAME, TYPED, TYPED.encode("idna").decode(), json.dumps(NAME)[1:-1], requests.utils.quote(NAME)):
        assert private not in said, private
