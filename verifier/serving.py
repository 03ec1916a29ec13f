"""Which sources a run asks: stub sites started for its length, running ones, or hosts that an institution configured."""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import msgspec

from verifier import settings as settings_module
from verifier.errors import BadValue
from verifier.packaged import fixtures
from verifier.settings import Settings


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What the person at the door chose: at most one of `catalogue` and `stub`; paths as given."""

    data: str | None = None
    settings: str | None = None
    catalogue: str | None = None
    stub: str | None = None
    registry: str | None = None
    faults: tuple[str, ...] = ()


@contextlib.contextmanager
def opened_settings(choice: Choice) -> Iterator[Settings]:
    """Yield the settings of a run, with stub sites started for its length where no real source is configured."""
    base = settings_module.load(Path(choice.settings) if choice.settings else None, choice.data)
    if choice.catalogue and choice.stub:
        raise BadValue(
            "--catalogue 和 --stub 只能给一个。请去掉其中之一。",
            "Give either --catalogue or --stub, not both.",
        )
    if choice.stub:
        yield _with_stub(base, choice.stub, served_by(choice.stub))
    elif choice.catalogue or not (base.hosts or base.offline):
        folder = Path(choice.catalogue) if choice.catalogue else fixtures() / "catalogue"
        with serving(folder, choice.faults) as url:
            yield _with_stub(base, url, digest(folder, choice.faults))
    else:
        yield base


def _with_stub(base: Settings, url: str, served: str) -> Settings:
    """A catalogue replaces all sources of a run; its answers live in a cache of their own."""
    return msgspec.structs.replace(base, hosts=settings_module.stub_hosts(url), realm=f"demo-{served[:16]}")


def digest(folder: Path, faults: tuple[str, ...] = ()) -> str:
    """Return a digest of what a catalogue serves, so that two catalogues never answer for each other from the cache."""
    whole = hashlib.sha256("\n".join(faults).encode())
    for path in sorted(folder.glob("*.jsonl")) + sorted(folder.glob("*.toml")):
        with path.open("rb") as stream:
            whole.update(path.name.encode() + hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()


def served_by(url: str) -> str:
    """Return the digest that a running stub announces, else one of its address."""
    request = urllib.request.Request(url.rstrip("/") + "/", headers={"User-Agent": "output-verifier"})
    announced = None
    with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=10) as answer:
        announced = answer.headers.get("X-Verifier-Catalogue")
    return announced or hashlib.sha256(url.encode()).hexdigest()


@contextlib.contextmanager
def serving(catalogue: Path, faults: tuple[str, ...] = ()) -> Iterator[str]:
    """Start stub sites in a child process and yield their base URL. Raises BadValue for a bad catalogue."""
    command = [sys.executable, "-m", "verifier.stub", "--catalogue", str(catalogue), "--die-with-parent"]
    for fault in faults:
        command += ["--fault", fault]
    child = subprocess.Popen(  # noqa: S603 - our own module, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert child.stdout
    assert child.stdin
    assert child.stderr
    try:
        url = child.stdout.readline().strip()
        if not url.startswith("http"):
            raise _stub_failed(catalogue, child)
        yield url
    finally:
        child.stdin.close()
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=5)
        if child.poll() is None:
            child.kill()
        child.stdout.close()
        child.stderr.close()


def _stub_failed(catalogue: Path, child: subprocess.Popen[str]) -> BadValue:
    assert child.stderr
    said = child.stderr.read().strip().splitlines()
    why = said[-1] if said else ""
    return BadValue(
        f"目录 {catalogue} 无法启用：{why or '演示站点没有启动'}。请按 docs/catalogue.md 改正后重试。",
        f"The catalogue {catalogue} cannot be served: {why or 'the stub sites did not start'}. See docs/catalogue.md.",
    )
