"""A PostgreSQL cluster for the length of a test or a measurement: its own folder, loopback alone, an unprivileged user, gone afterwards."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What a cluster that lives for a minute can do without; a measurement does not ask for it."""


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parents[1].name))
    if found:
        return found[-1].parent
    named = shutil.which("pg_ctl")
    return Path(named).resolve().parent if named else None


class Cluster:
    """A server that can go away and come back; `url` is the DATABASE_URL of its empty database."""

    def __init__(self, url: str, run: Any, started: str) -> None:
        """Take what starts it."""
        self.url, self._run, self._started = url, run, started

    def start(self) -> None:
        """Start it."""
        self._run("pg_ctl", "--pgdata", "data", "--log", "log", "--wait", "--options", self._started, "start")

    def stop(self) -> None:
        """End it as a power cut does: every connection breaks."""
        self._run("pg_ctl", "--pgdata", "data", "--mode", "immediate", "--wait", "stop")


@contextmanager
def cluster(options: tuple[str, ...] = HASTE) -> Iterator[Cluster]:
    """Start a cluster and yield it."""
    bin_folder = programs()
    if bin_folder is None:
        raise RuntimeError("no PostgreSQL server on this machine (Debian: postgresql)")
    with tempfile.TemporaryDirectory(prefix="cluster-", ignore_cleanup_errors=True) as name:
        folder, password, port = Path(name), secrets.token_urlsafe(16), _free_port()
        (folder / "password").write_text(password, "ascii")
        who = _unprivileged()
        if who:
            shutil.chown(folder, who["user"], who["group"])
            shutil.chown(folder / "password", who["user"], who["group"])
        run = _runner(bin_folder, folder, who)
        run("initdb", "--pgdata", "data", "--username=portal", "--auth=scram-sha-256", "--pwfile=password",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        words = [f"listen_addresses=127.0.0.1 port={port} unix_socket_directories=''", *options]
        started = " ".join(f"-c {word}" for part in words for word in part.split(" "))
        found = Cluster(f"postgresql://portal:{password}@127.0.0.1:{port}/postgres", run, started)
        found.start()
        try:
            yield found
        finally:
            found.stop()


@contextmanager
def postgres(options: tuple[str, ...] = HASTE) -> Iterator[str]:
    """Start a cluster and yield the DATABASE_URL of its empty database."""
    with cluster(options) as found:
        yield found.url


def _runner(bin_folder: Path, folder: Path, who: dict[str, Any]) -> Any:
    def run(program: str, *words: str) -> None:
        done = subprocess.run(
            [str(bin_folder / program), *words], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, timeout=60, check=False, **who,
        )  # fmt: skip
        if done.returncode:
            log = folder / "log"
            raise RuntimeError(f"{program}: {done.stderr}{log.read_text('utf-8') if log.exists() else ''}")

    return run


def _unprivileged() -> dict[str, Any]:
    """Return as whom the server runs: root may not, so Debian's own user for it."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
