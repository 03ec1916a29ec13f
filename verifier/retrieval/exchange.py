"""One ask, carried: cache, circuit, pace, session, network, reading, archive, cache again. Sans I/O but for the disk.

`Exchange.carry` is a generator that yields `Send` and `Wait` and returns the `Reply`; the requests driver and the spiders
run the very same one, so that a paper found by one door is found by the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Mapping
from datetime import datetime

import msgspec

from verifier.model import ANSWERED, Answer, Ask, Page, Reply, State
from verifier.retrieval import reading, redact
from verifier.retrieval.archive import Archive, evidence_id
from verifier.retrieval.cache import Cache
from verifier.retrieval.cache_rows import Stored
from verifier.retrieval.corpus.shelf import Shelf
from verifier.retrieval.pace import Pacing
from verifier.retrieval.patience import BACKOFF, Patience
from verifier.retrieval.reading import Source
from verifier.retrieval.record import Piece
from verifier.retrieval.robots import Robots
from verifier.retrieval.session import Session, origin, redirected
from verifier.retrieval.wire import Incoming, Outgoing, Send, Wait, now, unpack
from verifier.settings import Settings
from verifier.sources import corpus, wording

Carry = Generator[Send | Wait, Incoming | None, Reply]
CIRCUIT_STATES = frozenset({State.BLOCKED, State.RATE_LIMITED})
"""Only challenges and limits leave a source alone; a page that is not understood says nothing about the next one."""
HOPS = 3
DEEPEST_PRELUDE = 4


class Exchange:
    """One run's hold on cache, archive, pace and site sessions. Asks of one source are carried one at a time."""

    def __init__(
        self,
        settings: Settings,
        cache: Cache,
        archive: Archive,
        pacing: Pacing,
        sources: Mapping[str, Source],
        clock: Callable[[], datetime] = now,
    ) -> None:
        """Take what the door has opened; `sources` maps a source's name to its module."""
        self._settings = settings
        self._cache = cache
        self._archive = archive
        self._pacing = pacing
        self._sources = sources
        self._clock = clock
        self._began = clock().isoformat()
        self._memory = reading.Memory()
        self.shelf = Shelf(settings)
        self._robots = Robots(settings.user_agent)
        self._sessions: dict[str, Session] = {}
        self._patience: dict[str, Patience] = {}

    def recall(self, ask: Ask) -> Reply | None:
        """Return the cached answer to an ask, or the failure that this very run has met; None = go and ask."""
        kept = self.kept(ask)
        return kept[0] if kept is not None else self._memory.failure((ask.source, ask.key), self._clock())

    def kept(self, ask: Ask) -> tuple[Reply, float] | None:
        """Return the cached answer to an ask and the moment (Unix seconds) until which it is true, None when there is none."""
        found = self._cache.get(ask, self._clock())
        return None if found is None else (recalled(*found, self._sources[ask.source], self._memory), found[1].expires)

    def carry(self, ask: Ask) -> Carry:
        """Bring the reply to an ask; every failure is a page with a name, and only StorageError escapes."""
        known = self.recall(ask)
        if known is not None:
            return known
        if ask.role == corpus.ROLE:
            return self._at_hand(ask)
        stopped = self._stopped(ask)
        if stopped is not None:
            return self._told(stopped)
        reply = yield from self._go(ask)
        if reply.page.ask.key != ask.key:  # a step of the prelude failed, and with it the ask
            reply = Reply(page=msgspec.structs.replace(reply.page, ask=ask), answer=reply.answer)
        self._put(reply)
        return reply

    def _at_hand(self, ask: Ask) -> Reply:
        """Answer from the corpora; what they show is kept like a page, what they lack leaves no trace."""
        at, parser = self._clock(), reading.parser_of(self._sources[ask.source])
        reply = self.shelf.answer(ask, self._archive, at.isoformat(), parser)
        if reply.page.evidence:
            self._cache.put(reply, parser, at)
        return reply

    def _go(self, ask: Ask) -> Carry:
        reply = yield from self._in_session(ask, depth=0)
        self._patience_with(ask.source).note(answered=reply.answer.state is not State.UNREACHABLE)
        if reply.answer.state in CIRCUIT_STATES:
            self._pacing.trip(ask.source, reply.answer)
        return reply

    def _stopped(self, ask: Ask) -> Reply | None:
        """Return the reply of an ask that must not be sent: open circuit, no address, or a source that is dead."""
        circuit = self._pacing.circuit(ask.source)
        if circuit is not None:
            until = f"（至 {circuit.until}）" if circuit.until else ""
            note = f"该来源已要求验证或限制访问，停止检索{until}"
            answer = Answer(state=circuit.state, words=circuit.words, note=note, until=circuit.until)
            return self._without_page(ask, "circuit", answer)
        if ask.role not in self._settings.hosts:
            return self._without_page(ask, "unconfigured")
        return self._without_page(ask, "worn_out") if self._patience_with(ask.source).worn_out() else None

    def _told(self, stopped: Reply) -> Reply:
        """Return the failure with evidence that this run has met for the same ask, else note why it was not sent."""
        earlier = self._cache.refusal(stopped.page.ask, self._clock())
        if earlier is not None and earlier[0].fetched >= self._began:
            return Reply(page=earlier[0], answer=earlier[1].answer)
        self._put(stopped)
        return stopped

    def _put(self, reply: Reply) -> None:
        at = self._clock()
        if not reply.page.evidence:
            self._archive.note(reply)
        self._cache.put(reply, reading.parser_of(self._sources[reply.page.ask.source]), at)
        if reply.answer.state in (State.INCOMPLETE, State.LAYOUT_CHANGED):
            self._memory.fail((reply.page.ask.source, reply.page.ask.key), reply, at)

    def _in_session(self, ask: Ask, depth: int) -> Carry:
        """Send an ask within a site session: open it when needed, and once more when the site has forgotten it."""
        session = self._session(ask.source)
        session.use(ask.role, self._clock())
        stopped = yield from self._open(ask, session, depth)
        reply = stopped or (yield from self._deliver(ask, session))
        if reply.answer.state is not State.SESSION_STALE or not ask.prelude:
            return reply
        session.forget()
        stopped = yield from self._open(ask, session, depth)
        return stopped or (yield from self._deliver(ask, session))

    def _open(self, ask: Ask, session: Session, depth: int) -> Generator[Send | Wait, Incoming | None, Reply | None]:
        """Go through the steps of a prelude that are missing; return the reply that stopped it, if one did."""
        fresh = [step for step in ask.prelude if not session.knows(step)]
        for steps in (fresh, list(ask.prelude)):
            for step in steps if depth < DEEPEST_PRELUDE else ():
                reply = yield from self._in_session(step, depth + 1)
                if reply.answer.state not in ANSWERED:
                    return reply
                self._put(reply)
            if not session.missing(ask):
                return None
        return None

    def _deliver(self, ask: Ask, session: Session) -> Carry:
        """Send one request, again after a failure of transport, and keep what came."""
        if session.missing(ask):
            answer = Answer(state=State.SESSION_STALE, note="未能与该来源建立会话：缺少" + "、".join(session.missing(ask)))
            return self._without_page(ask, "session", answer)
        request = session.dress(ask, self._settings.hosts[ask.role])
        patience, attempts = self._patience_with(ask.source), list[str]()
        for pause in (*BACKOFF[: patience.retries], None):
            reply = yield from self._once(ask, request, session, attempts)
            if pause is None or not _again(reply, attempts):
                break
            attempts.append(f"{reply.page.fetched} {reply.page.failure or reply.page.status}")
            yield Wait(seconds=pause)
        return reply

    def _once(self, ask: Ask, request: Outgoing, session: Session, attempts: list[str]) -> Carry:
        """Take a turn, send a request, follow its redirects, read the page and archive it."""
        refusal = yield from self._permission(ask.source, request.url)
        if refusal:
            return self._without_page(ask, refusal)
        try:
            sent, incoming = yield from self._follow(ask, request, session)
        finally:
            self._pacing.release(ask.source)
        if incoming.failure is not None:
            return self._without_page(ask, incoming.failure)
        body, failure = unpack(incoming.body, incoming.header("Content-Encoding"), self._settings.page_limit)
        if failure is not None:
            return self._without_page(ask, failure)
        return self._keep(ask, sent, self._page(ask, sent, incoming, body, session), session, attempts)

    def _permission(self, source: str, url: str) -> Generator[Send | Wait, Incoming | None, str]:
        """Wait for the source's turn and look at its robots.txt; return the word for a refusal, "" for none."""
        rules = self._robots.unknown(url)
        if rules is not None:
            came = (yield Send(request=rules, timeout=self._settings.timeout)) or Incoming(failure="reset")
            if not self._robots.learn(url, came):
                return came.failure or "no_robots"
        if not self._robots.allow(url):
            return "robots"
        while True:
            turn = self._pacing.reserve(source)
            if turn.spent:
                return "spent"
            if turn.wait <= 0:
                return ""
            yield Wait(seconds=turn.wait)

    def _follow(
        self, ask: Ask, request: Outgoing, session: Session
    ) -> Generator[Send | Wait, Incoming | None, tuple[Outgoing, Incoming]]:
        """Send a request and follow its redirects within the source's own hosts, so that `read` sees where they led."""
        timeout = self._patience_with(ask.source).timeout
        own = {origin(url) for role, url in self._settings.hosts.items() if role.split(".")[0] == ask.source}
        for _ in range(HOPS):
            incoming = (yield Send(request=request, timeout=timeout)) or Incoming(failure="reset")
            session.keep_cookies(request, incoming)
            target = redirected(request, incoming)
            if target is None:
                return request, incoming
            if origin(target.url) not in own:
                return target, msgspec.structs.replace(incoming, body=b"")  # never followed to a stranger's host
            request = session.with_cookies(target)
        return request, (yield Send(request=request, timeout=timeout)) or Incoming(failure="reset")

    def _page(self, ask: Ask, sent: Outgoing, incoming: Incoming, body: bytes, session: Session) -> Page:
        known = session.secrets(ask)
        at = self._clock().isoformat()
        return Page(
            ask=ask,
            status=incoming.status,
            url=redact.url(sent.url, known),
            headers=redact.headers(incoming.headers, known),
            body=body,
            fetched=at,
            evidence=evidence_id(ask.source, ask.key, hashlib.sha256(body).hexdigest(), at),
            demo=self._settings.is_stub(ask.source),
        )

    def _keep(self, ask: Ask, sent: Outgoing, page: Page, session: Session, attempts: list[str]) -> Reply:
        source = self._sources[ask.source]
        answer = reading.read(source, page)
        session.learn(ask, answer)
        piece = Piece(
            parser=reading.parser_of(source),
            state=answer.state.value,
            query=wording.sentence(ask.step),
            address=wording.address(page),
            attempts=tuple(attempts),
        )
        self._archive.write(page, sent, piece, session.secrets(ask))
        self._memory.put((page.evidence, piece.parser), msgspec.structs.replace(answer, tokens=()))
        return Reply(page=page, answer=answer)

    def _without_page(self, ask: Ask, failure: str, answer: Answer | None = None) -> Reply:
        return without_page(ask, failure, self._clock(), answer, demo=self._settings.is_stub(ask.source))

    def _session(self, source: str) -> Session:
        return self._sessions.setdefault(source, Session(self._settings.user_agent))

    def _patience_with(self, source: str) -> Patience:
        return self._patience.setdefault(source, Patience(self._settings.timeout))


def _again(reply: Reply, attempts: list[str]) -> bool:
    """Say whether the same request may bring more: after a failure of transport, but only once after a cut or a timeout."""
    if reply.page.failure in ("truncated", "timeout"):
        return not attempts
    return reply.answer.state is State.UNREACHABLE


def recalled(page: Page, stored: Stored, source: Source, memory: reading.Memory) -> Reply:
    """Return the reply of a cached page: as its parser read it, or read again when the parser has changed since."""
    parser = reading.parser_of(source)
    if stored.parser == parser:
        return Reply(page=page, answer=stored.answer)
    answer = memory.get((page.evidence, parser))
    if answer is None:
        answer = msgspec.structs.replace(reading.read(source, page), tokens=())
        memory.put((page.evidence, parser), answer)
    return Reply(page=page, answer=answer)


def without_page(ask: Ask, failure: str, at: datetime, answer: Answer | None = None, *, demo: bool = False) -> Reply:
    """Return the reply of an ask that brought no page, with its named answer."""
    said = answer or reading.failed(failure)
    page = Page(ask=ask, failure=failure, fetched=at.isoformat(), demo=demo)
    return Reply(page=page, answer=said)

