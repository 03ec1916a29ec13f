"""What the portal asks of the rooms below: the notices and their lists, the sources, the archive, the data folder's settings."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from django.conf import settings as django_settings

from verifier.packaged import load_standards, notice_names
from verifier.portal.language import say
from verifier.portal.run import Run
from verifier.settings import Settings
from verifier.verify import Standards


def run() -> Run:
    """Return what this process was told."""
    told: Run = django_settings.RUN
    return told


def settings() -> Settings:
    """Return the settings of the walk; a process that was given none reads the defaults of the data folder, offline."""
    told = run()
    return told.settings or Settings(data=told.data, offline=True)


@lru_cache(maxsize=16)
def standards(notice: str) -> Standards:
    """Return what a notice judges by. Raises UnknownNotice."""
    return load_standards(notice, run().registry)


@cache
def notices() -> tuple[Any, ...]:
    """Return the notices that the program knows: those in force first, drafts last."""
    known = [standards(name).notice for name in notice_names()]
    return tuple(sorted(known, key=lambda one: (one.draft, one.id)))


def choices() -> list[tuple[str, str]]:
    """Return the notices as a form offers them; a draft says so."""
    return [
        (one.id, f"{say('【草案】', '[draft] ') if one.draft else ''}{one.title}（{one.document}）")
        for one in notices()
    ]


def sources() -> list[dict[str, Any]]:
    """Return each source with whether it is asked, where, and how fast."""
    from verifier.retrieval.lookup import asked_sources

    told = settings()
    asked = asked_sources(told)
    return [
        {"code": code, "asked": code in asked, "pace": told.pace(code), "demo": told.is_stub(code)} for code in asked
    ]
