"""Sources: what to ask of a database, and how to read its pages. No network, no disk, no clock.

A source is a module with:

    NAME     its short name: the first word of its keys, host roles and evidence
    TITLE    its Chinese name, as certificates print it
    VERSION  the parser's version; raise it whenever `read` may answer otherwise
    KIND     registry, database; open (an open index) or serials (a register of ISSN), both asked of foreign outputs
    CAN      the kinds of step it offers: journal, issues, contents, search, detail; agency (of a DOI that it does not hold)
    JOURNAL_BY  by what its journal search finds: cn, issn, name, in the order to try
    ask(step) -> Ask      one request. Its `key` names the question, everything that `read` depends on included, and holds no
                          token; `{{name}}` in query, form or body is a session token; `prelude` renews the tokens.
    read(page) -> Answer  in the order refusal, zero, data; whatever is none of them is LAYOUT_CHANGED. Never raises.
                          NOT_FOUND only with the page's own words in `words`. What a page shows in part is INCOMPLETE,
                          and the row at the cut is not read. `tokens` are for later asks, `more` are asks that follow on.

    BY_AUTHOR, RANKED, PIECE   optional: searches by author (True), gives likeliest rows only (False), longest piece of a title (24)

`ladder` alone decides what is asked next. Adding a source: one module, one word in SOURCES or EXTRA, examples in `fixtures/sites`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from verifier.model import Answer, Ask, Page, Step
from verifier.sources import cnki, crossref, doaj, issn, ncpssd, nppa, nstl, openalex, vip, wanfang


class Source(Protocol):
    """What the ladder and the drivers need of a source's module."""

    @property
    def NAME(self) -> str: ...  # noqa: N802

    @property
    def TITLE(self) -> str: ...  # noqa: N802

    @property
    def VERSION(self) -> str: ...  # noqa: N802

    @property
    def KIND(self) -> str: ...  # noqa: N802

    @property
    def CAN(self) -> frozenset[str]: ...  # noqa: N802

    @property
    def JOURNAL_BY(self) -> tuple[str, ...]: ...  # noqa: N802

    def ask(self, step: Step, /) -> Ask:
        """Turn a step into a request."""

    def read(self, page: Page, /) -> Answer:
        """Read a page."""


def _members(*sources: Source) -> tuple[Source, ...]:
    """Return the modules as sources: the type checker compares modules with a protocol one by one, not in a tuple."""
    return sources


SOURCES = _members(nppa, cnki, wanfang, vip, crossref, openalex, doaj, issn, nstl)
EXTRA = _members(ncpssd)
"""Asked only where an institution configures their hosts: no notice demands them."""
UNASKED = frozenset({"cnki.wap", "cnki.export", "wanfang.api"})
"""Host roles that the stub sites serve and no source asks; docs/sources.md says why."""
BY_NAME = {source.NAME: source for source in (*SOURCES, *EXTRA)}


def asked(roles: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the sources that are asked where these host roles are configured: the standing ones always."""
    configured = {role.split(".")[0] for role in roles}
    return tuple(source.NAME for source in (*SOURCES, *EXTRA) if source in SOURCES or source.NAME in configured)


def named(names: Iterable[str]) -> tuple[Source, ...]:
    """Return sources by their names, in the order in which they are asked."""
    wanted = set(names)
    return tuple(source for name, source in BY_NAME.items() if name in wanted)
