"""The API against its own description: schemathesis calls a real server on loopback with what fits and what does not, by a fixed seed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from waitress.server import create_server

from verifier.portal.api import tokens
from verifier.portal.models import Account, Application, Received
from verifier.portal.wsgi import application

SEED, EXAMPLES = "20261124", "60"


@pytest.fixture
def served() -> Iterator[str]:
    """Serve the portal on a free port of loopback and yield its address."""
    server = create_server(application, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(10)


@pytest.mark.timeout(600)
def test_schemathesis_finds_nothing(served: str, cast: SimpleNamespace, tmp_path: Path) -> None:
    tokens.CALLS.forget()
    tokens.STRANGERS.forget()
    tokens.STRANGERS.most = 10**9  # it guesses tokens by the hundred, which is what it is to be slowed down for
    _, secret = tokens.make(cast.reviewer, cast.admin, "schemathesis", 10**6, 1)
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"{served}/api/v1/openapi.json", "--header", f"Authorization: Bearer {secret}",
        "--checks", "all", "--max-examples", EXAMPLES, "--seed", SEED, "--generation-database", "none",
        "--request-timeout", "20", "--no-color",
    ]  # fmt: skip
    said = subprocess.run(
        command, capture_output=True, text=True, timeout=540, cwd=tmp_path, env={**os.environ, "NO_PROXY": "127.0.0.1"}
    )
    tokens.STRANGERS.most = 30
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
    assert re.search(r"(\d+) generated", said.stdout), said.stdout[-2000:]
    assert Received.objects.exists()  # what fits was taken in
    assert Application.objects.exclude(unit=cast.unit).count() == 0
    assert Account.objects.filter(username="shen").exists()
