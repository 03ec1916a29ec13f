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


@contextmanager
def postgres(options: tuple[str, ...] = HASTE) -> Iterator[str]:
    """Start a cluster and yield the DATABASE_URL of its empty database."""
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
        run("pg_ctl", "--pgdata", "data", "--log", "log", "--wait", "--options", started, "start")
        try:
            yield f"postgresql://portal:{password}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "--pgdata", "data", "--mode", "immediate", "--wait", "stop")


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
