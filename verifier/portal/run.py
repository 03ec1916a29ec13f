"""What one run of the portal was told: handed from `verifier portal` to the web processes and the worker by one environment variable.

Django wants a settings module that is read at import; this keeps what that module reads in one typed place.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from verifier.errors import BadValue
from verifier.model import Frozen
from verifier.settings import Settings, data_folder

VARIABLE = "VERIFIER_PORTAL_RUN"
MODULE = "verifier.portal.conf"


class Run(Frozen, frozen=True, kw_only=True):
    """One run: the settings of the walk (None = none opened yet), the registry snapshot, and the names under which it is reached;
    `named` where other machines reach it by a name."""

    data: str
    settings: Settings | None = None
    registry: str | None = None
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    https: bool = False
    named: bool = False

    @property
    def folder(self) -> Path:
        """The portal's own folder in the data folder: secret key, database, blobs, files."""
        return Path(self.data) / "portal"


def current() -> Run:
    """Return what this process was told; without word, a run over the default data folder."""
    told = os.environ.get(VARIABLE)
    return msgspec.json.decode(told, type=Run) if told else Run(data=str(data_folder()))


def environment(run: Run) -> dict[str, str]:
    """Return the environment variables that hand a run on to a child."""
    return {VARIABLE: msgspec.json.encode(run).decode(), "DJANGO_SETTINGS_MODULE": MODULE}


def secret(folder: Path) -> str:
    """Return the secret key of a portal folder; the first call makes folder (0700) and key (0600)."""
    path = folder / "secret"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii")
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(50))
        stream.flush()
        os.fsync(stream.fileno())
    return path.read_text("ascii")


def database(url: str, folder: Path) -> dict[str, Any]:
    """Return Django's settings of the database: SQLite in the portal's folder, or PostgreSQL by its URL.

    SQLite keeps its rollback journal: server and worker both write, and WAL had a race of several writers before 3.51.3.
    Raises BadValue for a URL of another kind.
    """
    if not url:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": "PRAGMA synchronous=FULL;"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "portal.sqlite3"), "OPTIONS": options}
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise BadValue(
            "DATABASE_URL 应写作 postgresql://用户:口令@主机:端口/库名。请改正，或不设此变量（使用 SQLite）。",
            "DATABASE_URL must read postgresql://user:password@host:port/name. Correct it, or unset it to use SQLite.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
