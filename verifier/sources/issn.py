"""The ISSN Portal: to which serial an ISSN was given, asked of foreign outputs that state one. It knows no papers."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from verifier.model import Answer, Ask, Journal, Page, State, Step
from verifier.normalize import issn
from verifier.sources import interface, outcome, plain
from verifier.sources.markup import plain_title

NAME = "issn"
TITLE = "ISSN门户"
VERSION = "1"
KIND = "serials"
CAN = frozenset({"journal"})
JOURNAL_BY = ("issn",)

_UNSETTLED = ("suppressed", "provisional", "cancelled", "unreported", "awaiting validation")
"""Record states in which a number is not, or no longer, a serial's."""
_UNKNOWN = "do not correspond to valid issns"


def ask(step: Step) -> Ask:
    """Ask for the record of an ISSN."""
    number = issn.compact(step.text)
    return Ask(
        source=NAME,
        role="issn",
        path=f"/resource/ISSN/{quote(number)}",
        query=(("format", "json"),),
        key=(NAME, "record", number),
        step=step,
    )


def read(page: Page) -> Answer:
    """Read a record: a graph of nodes, or the portal's own sentence that it knows no such number."""
    told = plain.load(page.body.decode("utf-8", "replace"))
    said = plain.text(told, "exception") or plain.text(told, "message") or ""
    if page.failure is None and page.status in (200, 404) and _UNKNOWN in said.lower():
        return outcome.zero(said)
    opened = interface.opened(page)
    if isinstance(opened, Answer):
        return opened
    nodes = plain.items(opened[0], "@graph")
    journal = _journal(issn.compact(page.ask.step.text), nodes)
    if journal is None:
        return outcome.changed("没有该ISSN的记录")
    status = _at(nodes, "#Record").get("status")
    if isinstance(status, str) and any(word in status.lower() for word in _UNSETTLED):
        return Answer(state=State.AMBIGUOUS, journals=(journal,), note=f"该ISSN的记录状态为{status[:40]}")
    return Answer(state=State.FOUND, journals=(journal,), total=1, note=opened[1])


def _journal(number: str, nodes: list[dict[str, Any]]) -> Journal | None:
    node = _at(nodes, f"resource/ISSN/{number}")
    title = plain_title(plain.text(node, "mainTitle") or plain.text(node, "name") or "")
    if not title:
        return None
    ceased = (plain.text(node, "publicationStatus") or "").lower() == "ceased"
    return Journal(
        source=NAME,
        key=number,
        title=title.rstrip(" ."),
        issn=number,
        sponsors=plain.texts(_at(nodes, "#Publisher"), "name"),
        place=(plain.text(_at(nodes, "#ReferencePublicationEvent"), "location") or "").rpartition(":")[2] or None,
        status="stopped" if ceased else None,
    )


def _at(nodes: list[dict[str, Any]], end: str) -> dict[str, Any]:
    """Return the node whose id ends in so, an empty one where there is none."""
    return next((node for node in nodes if (plain.text(node, "@id") or "").endswith(end)), {})
