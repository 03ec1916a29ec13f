"""Three addresses for machines that watch over the portal: is it alive, can it serve, and how does it stand? None of them knows a name."""

from __future__ import annotations

import hmac
import logging
import os
from pathlib import Path

from django.conf import settings as django_settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from verifier.portal import permissions
from verifier.portal.access import act
from verifier.portal.proxies import FORWARDED, PEER, is_loopback

ROOM = 100 * 1024 * 1024
"""Bytes below which a portal takes nothing more in."""
PLAIN = "text/plain; charset=utf-8"
log = logging.getLogger(__name__)


@act(permissions.PUBLIC)
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Say that this process answers, whatever else does not."""
    return HttpResponse("ok\n", content_type=PLAIN)


@act(permissions.PUBLIC)
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Say whether a page can be served: 200, or 503 with the parts that fail and nothing else."""
    failing = [
        name for name, holds in (("database", _database), ("migrations", _migrations), ("disk", _disk)) if not holds()
    ]
    if failing:
        return HttpResponse(" ".join(failing) + "\n", status=503, content_type=PLAIN)
    return HttpResponse("ok\n", content_type=PLAIN)


@act(permissions.PUBLIC)
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the measures to who holds the token; without a token to a program on this machine that comes by no proxy."""
    verdict = _refusal(request)
    if verdict is not None:
        return verdict
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

    from verifier.portal import measures  # late: a portal that nobody measures does not load it

    return HttpResponse(measures.exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    run = django_settings.RUN
    portal = run.settings.portal if run.settings else None
    if portal is not None and portal.metrics_token:
        return None if _is_held(request, Path(portal.metrics_token)) else _unauthorized()
    behind = run.https or run.named or (portal is not None and portal.proxies) or request.META[FORWARDED]
    if not behind and is_loopback(request.META[PEER]):
        return None
    return HttpResponse("not here\n", status=404, content_type=PLAIN)


def _is_held(request: HttpRequest, file: Path) -> bool:
    try:
        token = file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        log.error("the token of /metrics cannot be read: %s", type(error).__name__)
        return False
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(told.encode(), token.encode())


def _unauthorized() -> HttpResponse:
    return HttpResponse("token needed\n", status=401, content_type=PLAIN, headers={"WWW-Authenticate": "Bearer"})


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _disk() -> bool:
    """Say whether the portal's folder takes files and has room for one."""
    folder = django_settings.RUN.folder
    try:
        room = os.statvfs(folder)
    except OSError:
        return False
    return os.access(folder, os.W_OK) and room.f_bavail * room.f_frsize > ROOM
