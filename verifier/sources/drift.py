"""A site that changes its pages seldom changes all at once: while some of its result lists cannot be read, its silence is no answer.

Every lookup is sound by itself (the site's own words, a hit as control); only the whole list shows that the same search also gave pages
which nobody can read.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from msgspec.structs import replace

from verifier.model import Lookup, State

CHANGED = "该来源本次有检索结果页已改版、不能辨认，未检索到的不作结论"


def wary(lookups: Iterable[tuple[Lookup, ...]]) -> list[tuple[Lookup, ...]]:
    """Return the lookups of a list, item by item; where a source's search showed a changed layout, its "not found" is one no more.

    What was found stays found: that page was read.
    """
    given = list(lookups)
    changed = {lookup.source for several in given for lookup in several if _is_unreadable(lookup)}
    return [unsaid(several, changed) for several in given] if changed else given


def unsaid(lookups: tuple[Lookup, ...], sources: Container[str]) -> tuple[Lookup, ...]:
    """Return the lookups of one item, in which the silence of some sources is no answer."""
    return tuple(
        replace(one, state=State.LAYOUT_CHANGED, note="；".join(part for part in (CHANGED, one.note) if part))
        if one.state is State.NOT_FOUND and one.source in sources
        else one
        for one in lookups
    )


def _is_unreadable(lookup: Lookup) -> bool:
    return any(trace.state is State.LAYOUT_CHANGED and trace.step.kind == "search" for trace in lookup.trail)
