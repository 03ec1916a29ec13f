"""证据强度: for each result the kinds of page that it rests on, as plain facts: a detail page says more than a list of hits."""

from __future__ import annotations

from collections import Counter

from verifier.model import Evidence, ItemReport, Report
from verifier.proof import rows, wording
from verifier.proof.annex import BY_HAND
from verifier.proof.brought import PRINTS, Brought
from verifier.proof.sheet import Table, columns
from verifier.proof.words import DATABASES, LIST, REGISTRY, pick

_KINDS = (("详细页", "detail"), ("刊期目次", "contents"), ("刊期表", "issues"), ("期刊", "journal"))
"""How the sentence of what was asked begins, and the kind of page that answers it."""


def kind(evidence: Evidence) -> str:
    """Return which kind of page a piece of evidence is: a key of `wording.KINDS`."""
    if evidence.role in BY_HAND:
        return evidence.role if evidence.role in ("print", "corpus") else "manual"
    return next((key for begins, key in _KINDS if evidence.query.startswith(begins)), "search")


def table(report: Report, lang: str, brought: tuple[Brought, ...]) -> tuple[Table, ...]:
    """Return the table of what every result rests on, none where table one has no row: table three has its own annex pages."""
    held = {one.id: one for one in report.evidence}
    lines = tuple(
        (
            str(place),
            *(_pages(item, source, place, held, brought, lang) for source in (REGISTRY, *DATABASES)),
            _agreed(item, lang),
        )
        for place, item in enumerate(report.items, 1)
        if not item.foreign
    )
    if not lines:
        return ()
    return (
        Table(
            name="strength",
            caption=pick(wording.STRENGTH_HEADING, lang),
            columns=columns(wording.COLUMNS_STRENGTH, lang, centred=(0, 5)),
            rows=lines,
            note=pick(wording.STRENGTH_NOTE, lang),
            small=True,
        ),
    )


def _pages(
    item: ItemReport, source: str, place: int, held: dict[str, Evidence], brought: tuple[Brought, ...], lang: str
) -> str:
    result = item.lookups.get(source)
    cited = result.evidence if result and rows.word(item, source) in ("found", "not_found") else ()
    counts = Counter(kind(held[one]) for one in cited if one in held)
    counts.update("print" for one in brought if one.place == place and one.kind == source and one.kind in PRINTS)
    parts = [_counted(key, counts[key], lang) for key in wording.KINDS if counts[key]]
    return pick(LIST, lang).join(parts) or "—"


def _counted(key: str, count: int, lang: str) -> str:
    name = pick(wording.KINDS[key], lang)
    return name if count == 1 else pick(wording.TIMES, lang).format(kind=name, count=count)


def _agreed(item: ItemReport, lang: str) -> str:
    count = sum(1 for source in DATABASES if rows.word(item, source) == "found")
    return pick(wording.AGREED, lang).format(count=count) if count else "—"
