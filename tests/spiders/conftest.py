"""The small site of the retrieval tests, crawled by a child process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.retrieval.small_site import Site, serving
from tests.spiders.replies import Came
from verifier.model import Question
from verifier.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve the small site."""
    with serving() as running:
        yield running


@pytest.fixture
def settings(site: Site, tmp_path: Path) -> Settings:
    """Point to the small site, with little patience."""
    return Settings(data=str(tmp_path), hosts={"tiny": site.url + "/tiny"}, timeout=1.0, page_limit=1_000_000, realm="demo-test")


def questions(*wishes: tuple[str, str]) -> list[Question]:
    """Return the questions that stand for these paths and words of the small site."""
    return [Question(id=str(number), type="J", title=name, journal=word) for number, (name, word) in enumerate(wishes)]


@pytest.fixture
def crawled(settings: Settings) -> Callable[..., tuple[dict[str, Came], list[dict[str, Any]]]]:
    """Return a function that crawls (path, word) pairs and returns the replies by question id, and the news."""

    def run(*wishes: tuple[str, str], given: Settings = settings) -> tuple[dict[str, Came], list[dict[str, Any]]]:
        lines = [msgspec.json.encode(given), *(msgspec.json.encode(one) for one in questions(*wishes))]
        child = subprocess.run(
            [sys.executable, "-m", "tests.spiders.tiny_crawl"], input=b"\n".join(lines), capture_output=True, cwd=ROOT, check=True
        )
        assert child.stderr == b"", child.stderr.decode()
        out = [msgspec.json.decode(line) for line in child.stdout.splitlines()]
        replies = {line["id"]: msgspec.convert(line, Came) for line in out if "id" in line}
        return replies, [line["news"] for line in out if "news" in line]

    return run
