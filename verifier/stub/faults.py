"""Faults: which answer goes wrong, by count, by time, by title or always; and how, by the words of the catalogue.

A rule counts the answers of its site and page kind (`on`): `after = n` lets n answers pass (within the last
`within_s` seconds of the stub's clock, when given) and spoils those that follow; `every = n` spoils each n-th;
`title_contains` those whose question or page holds the words; `for = n` ends the rule after n spoiled answers.
A word that knows several shapes (429 by seconds or by date, …) takes them in turn. None is on by default.
"""

from __future__ import annotations

import re
import threading
import tomllib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct, ValidationError, convert

from verifier.stub import fault_bytes as spoil
from verifier.stub.catalogue import CatalogueError, explain
from verifier.stub.fault_pages import PAGES, Case
from verifier.stub.fault_views import EMPTY, Conflict, Filler, Half, Twice, ViewedIndex
from verifier.stub.query import Shelf
from verifier.stub.wire import Response

Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Site = Literal["nppa", "cnki", "wanfang", "vip", "crossref", "openalex", "doaj", "issn", "nstl"]
On = Literal["search", "detail", "toc", "journal", "export", "any"]
Kind = Literal[
    "slider", "xhr_challenge", "soft_block", "long_expression", "zero", "offscreen_slider", "login_wall", "js_challenge",
    "rate_limit", "stale", "server_error", "timeout", "drip", "reset", "truncated", "encoding", "changed_layout",
    "duplicates", "shell", "filler", "conflict", "registry_captcha", "registry_locked", "registry_overload",
    "api_limit", "api_missing",
]  # fmt: skip
OPEN_APIS = ("crossref", "openalex", "doaj", "issn", "nstl")


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """The condition of a rule; what is not given does not restrict it."""

    after: Count | None = None
    within_s: Annotated[float, Meta(gt=0)] | None = None
    every: Count | None = None
    title_contains: Annotated[str, Meta(min_length=1)] | None = None
    always: bool = False


class Rule(Struct, frozen=True, forbid_unknown_fields=True, rename={"times": "for"}):
    """One fault as written in faults.toml or on the command line."""

    site: Site
    kind: Kind
    on: On
    when: When = When(always=True)
    times: Count | None = None


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    fault: tuple[Rule, ...] = ()


def load_rules(file: Path) -> tuple[Rule, ...]:
    """The rules of a faults.toml; none when there is no such file."""
    if not file.exists():
        return ()
    try:
        source = file.read_text("utf-8-sig")
        rules = convert(tomllib.loads(source), _File).fault
    except ValidationError as error:
        key, chinese = explain(str(error))
        number = re.search(r"fault\[(\d+)\]", key)
        line = _line_of(source, int(number[1])) if number else 1
        raise CatalogueError(file, line, key, chinese, str(error)) from error
    except (ValueError, OSError) as error:
        where = re.search(r"line (\d+)", str(error))
        raise CatalogueError(file, int(where[1]) if where else 0, "-", "不是有效的 TOML", str(error)) from error
    for position, rule in enumerate(rules):
        complaint = unfit(rule)
        if complaint:
            raise CatalogueError(file, _line_of(source, position), "kind", *complaint)
    return rules


def _line_of(source: str, position: int) -> int:
    """The line of the n-th [[fault]] head."""
    heads = [n for n, line in enumerate(source.split("\n"), 1) if line.strip().startswith("[[fault]]")]
    return heads[position] if position < len(heads) else 1


def unfit(rule: Rule) -> tuple[str, str] | None:
    """Why a fault cannot befall the site: registry words belong to nppa, api words to the open APIs."""
    if rule.kind.startswith("registry_") and rule.site != "nppa":
        return "此故障只适用于 nppa", f"{rule.kind} belongs to nppa"
    if rule.kind.startswith("api_") and rule.site not in OPEN_APIS:
        return "此故障只适用于开放接口", f"{rule.kind} belongs to the open APIs"
    return None


def parse_rule(words: str) -> Rule:
    """A rule from `SITE:KIND:ON[:for=N][:after=N][:within_s=S][:every=N][:title_contains=…]`; raise ValueError.

    >>> parse_rule("cnki:slider:search:for=1").times
    1
    """
    site, kind, on, *options = [*words.split(":", 3)[:3], *(words.split(":", 3)[3:] or [""])[0].split(":")]
    given = dict(option.split("=", 1) for option in options if "=" in option)
    if len(given) != sum(map(bool, options)):
        raise ValueError(f"故障写法不对：{words}（expected NAME=VALUE after the third colon）")
    when = {
        name: _number(value) if name != "title_contains" else value for name, value in given.items() if name != "for"
    }
    plain = {
        "site": site,
        "kind": kind,
        "on": on,
        "when": when,
        **({"for": _number(given["for"])} if "for" in given else {}),
    }
    rule = convert(plain, Rule)
    complaint = unfit(rule)
    if complaint:
        raise ValueError(f"{complaint[0]}：{words}（{complaint[1]}）")
    return rule


def _number(value: str) -> int | float:
    return int(value) if value.isdecimal() else float(value)


class Faults:
    """The rules of one run with their counts; safe to ask from several threads."""

    def __init__(self, rules: Iterable[Rule], clock: Callable[[], float]) -> None:
        """Start counting."""
        self._counters = [_Counter(rule) for rule in rules]
        self._clock = clock
        self._lock = threading.Lock()

    def answer(self, case: Case) -> Response:
        """The healthy answer, or the one that the first rule which applies makes of it."""
        if not self._counters:
            return case.healthy()
        with self._lock:
            due = [counter for counter in self._counters if counter.due(case, self._clock())]
            chosen = due[0] if due else None
            turn = chosen.spend() if chosen else 0
        return misbehave(chosen.rule.kind, replace(case, turn=turn)) if chosen else case.healthy()


class _Counter:
    """One rule, how often it was asked and how often it struck."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._asked = 0
        self._struck = 0
        self._times: deque[float] = deque(maxlen=rule.when.after)

    def due(self, case: Case, now: float) -> bool:
        """Count this answer when it is the rule's kind of page, and say whether it goes wrong."""
        rule, when = self.rule, self.rule.when
        if rule.site != case.site or rule.on not in (case.on, "any"):
            return False
        if when.title_contains is not None and not _speaks_of(case, when.title_contains):
            return False
        self._asked += 1
        recent = list(self._times)
        self._times.append(now)
        if rule.times is not None and self._struck >= rule.times:
            return False
        if when.after is not None and (len(recent) < when.after or (when.within_s and now - recent[0] > when.within_s)):
            return False
        return when.every is None or self._asked % when.every == 0

    def spend(self) -> int:
        """Note a strike; the number of strikes before it."""
        self._struck += 1
        return self._struck - 1


def _speaks_of(case: Case, words: str) -> bool:
    """Whether the question or the healthy page holds the words (marks inside the page left out)."""
    request = case.request
    asked = " ".join((*request.query.values(), *request.form.values(), request.body.decode("utf-8", "replace")))
    if words in asked or words.encode("unicode_escape").decode() in asked:
        return True
    return words in re.sub(r"<[^>]*>", "", case.healthy().body.decode("utf-8", "replace"))


def misbehave(kind: str, case: Case) -> Response:
    """The answer that a fault makes of a case."""
    if kind in PAGES:
        return PAGES[kind](case)
    if kind in ("timeout", "drip", "reset"):
        return replace(case.healthy(), delivery={"timeout": "hang"}.get(kind, kind))
    if kind == "zero":
        return replace(case, desk=replace(case.desk, index=EMPTY)).healthy()
    if kind in _VIEWS:
        return _seen_through(case, _VIEWS[kind])
    if kind == "truncated" and case.on == "toc" and case.turn % 3 == 0:
        return _seen_through(case, Half)
    healthy = case.healthy()
    shapes = _shapes(kind, case.on, healthy)
    return shapes[case.turn % len(shapes)](healthy) if shapes else healthy


def _seen_through(case: Case, view: Callable[[Shelf], Shelf]) -> Response:
    return replace(case, desk=replace(case.desk, index=ViewedIndex(case.desk.index, view))).healthy()


_VIEWS: dict[str, Callable[[Shelf], Shelf]] = {"duplicates": Twice, "filler": Filler, "conflict": Conflict}


def _shapes(kind: str, on: str, healthy: Response) -> tuple[spoil.Spoiler, ...]:
    """The ways in which a word spoils bytes; frames have no character coding to spoil."""
    if kind == "truncated":
        return spoil.GRPC_CUTS if spoil.is_grpc(healthy) else spoil.CUTS
    if kind == "encoding":
        codings = spoil.EXPORT_CODINGS if on == "export" else spoil.CODINGS
        return () if spoil.is_grpc(healthy) else codings
    if kind == "changed_layout":
        return spoil.LAYOUTS
    return (spoil.slider_words,)
