"""Results and contents that come in several pages, told by a source of five lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.sources.small_catalogue import question
from verifier.model import Answer, Ask, Contents, IssueList, Journal, Lookup, Page, Record, Reply, State, Step
from verifier.sources import ladder

Told = Callable[[Step], Answer]


def _zero(step: Step) -> Answer:
    hit = step.field == "control"
    return Answer(state=State.FOUND, records=(row(0),)) if hit else Answer(state=State.NOT_FOUND, words="没有")


class Teller:
    """A database that answers each step as it is told to."""

    NAME, TITLE, VERSION, KIND = "told", "某库", "1", "database"
    CAN = frozenset({"journal", "issues", "contents", "search", "detail"})
    JOURNAL_BY = ("name",)

    def __init__(self, **told: Told) -> None:
        self.told = told
        self.steps: list[Step] = []

    def ask(self, step: Step, /) -> Ask:
        """Address a step by nothing but itself."""
        return Ask(source="told", role="told", path="/", key=("told", repr(step)), step=step)

    def read(self, page: Page, /) -> Answer:
        """Answer a page by its step; a kind that is not told is a zero in words."""
        step = page.ask.step
        self.steps.append(step)
        answer = self.told.get(step.kind, _zero)(step)
        return replace(answer, more=tuple(self.ask(one.step) for one in answer.more))

    def climb(self, **more: object) -> Lookup:
        """Climb it with a question and return the lookup."""
        climbing = ladder.climb(self, question(**more))
        try:
            ask = next(climbing)
            while True:
                page = Page(ask=ask, status=200, evidence=f"e{len(self.steps)}", url="http://h/")
                ask = climbing.send(Reply(page=page, answer=self.read(page)))
        except StopIteration as done:
            lookup: Lookup = done.value
            return lookup


def row(number: int, **more: object) -> Record:
    """Return the n-th row, a paper of the same first words by somebody else."""
    known = {"source": "told", "id": f"r{number}", "title": f"虚构机床主轴热误差的补偿技术研究综述之{number}", "authors": ()}
    return Record(**{**known, **more})  # type: ignore[arg-type]


def results(total: int, of: Callable[[int], range], size: int = 50) -> Told:
    """Return a search whose page n holds the rows that `of(n)` names."""

    def told(step: Step) -> Answer:
        if step.field == "control":
            return Answer(state=State.FOUND, records=(row(0),))
        if step.field != "title":
            return Answer(state=State.NOT_FOUND, words="没有")
        ask = Ask(source="told", role="told", path="/", key=("told",), step=replace(step, page=step.page + 1))
        more = (ask,) if step.page * size < total else ()
        return Answer(state=State.FOUND, total=total, records=tuple(row(n) for n in of(step.page)), more=more)

    return told


def test_the_third_page_of_a_title_is_still_read() -> None:
    paper = row(0, title=question().title)

    def told(step: Step) -> Answer:
        answer = results(120, lambda page: range((page - 1) * 50 + 1, min(page * 50, 120) + 1))(step)
        return replace(answer, records=(paper,)) if step.field == "title" and step.page == 3 else answer

    source = Teller(search=told)
    assert source.climb(journal=None).state is State.FOUND
    assert [step.page for step in source.steps] == [1, 2, 3]


def test_more_pages_than_are_read_leave_the_question_open() -> None:
    lookup = Teller(search=results(5000, lambda page: range((page - 1) * 50, page * 50))).climb(journal=None)
    assert lookup.state is State.AMBIGUOUS
    assert any("结果过多" in trace.note for trace in lookup.trail)


def test_a_second_page_that_repeats_the_first_leaves_the_question_open() -> None:
    lookup = Teller(search=results(60, lambda page: range(50))).climb(journal=None)
    assert lookup.state is State.AMBIGUOUS
    assert any("前页内容" in trace.note for trace in lookup.trail)


def test_two_whole_pages_without_the_paper_are_a_zero() -> None:
    lookup = Teller(search=results(60, lambda page: range((page - 1) * 50, min(page * 50, 60)))).climb(journal=None)
    assert lookup.state is State.NOT_FOUND


def test_a_total_that_changes_while_paging_is_noted() -> None:
    def told(step: Step) -> Answer:
        answer = results(60, lambda page: range((page - 1) * 50, min(page * 50, 60)))(step)
        return replace(answer, total=(answer.total or 0) + step.page) if step.field == "title" else answer

    assert "总数有变化" in Teller(search=told).climb(journal=None).note


def contents(total: int, pages: list[range]) -> dict[str, Told]:
    """Return a journal with one issue, whose contents come in pages."""

    def told(step: Step) -> Answer:
        records = tuple(row(n, pages=str(n)) for n in pages[step.page - 1])
        ask = Ask(source="told", role="told", path="/", key=("told",), step=replace(step, page=step.page + 1))
        held = Contents(source="told", key="k", year="2021", issue="3", records=records, complete=False)
        more = (ask,) if step.page < len(pages) else ()
        return Answer(state=State.FOUND, contents=held, total=total, more=more)

    serial = Journal(source="told", key="k", title="虚构机械学报")
    listed = IssueList(source="told", key="k", year="2021", issues=("1", "2", "3"))
    return {
        "journal": lambda _: Answer(state=State.FOUND, journals=(serial,)),
        "issues": lambda _: Answer(state=State.FOUND, issues=listed),
        "contents": told,
    }


def test_contents_in_three_pages_are_whole_together() -> None:
    lookup = Teller(**contents(45, [range(20), range(20, 40), range(40, 45)])).climb()
    assert lookup.contents[0].complete
    assert len(lookup.contents[0].records) == 45
    assert lookup.contents[0].evidence == ("e2", "e3", "e4")
    assert lookup.state is State.NOT_FOUND


def test_contents_whose_pages_repeat_stay_incomplete_and_the_searches_answer_instead() -> None:
    lookup = Teller(**contents(45, [range(20), range(20), range(20)])).climb()
    assert not lookup.contents[0].complete
    assert lookup.state is State.NOT_FOUND
    assert "目次不完整" in lookup.note


def short_contents() -> dict[str, Told]:
    """Return a journal whose only contents page announces 45 rows and holds 20."""
    healthy = contents(45, [range(20)])

    def told(step: Step) -> Answer:
        return replace(healthy["contents"](step), state=State.INCOMPLETE, note="目次应有45条，只见20条")

    return {**healthy, "contents": told}


@pytest.mark.parametrize("state", [State.BLOCKED, State.LAYOUT_CHANGED, State.UNREACHABLE, State.INCOMPLETE, State.AMBIGUOUS])
@pytest.mark.parametrize("field", ["title", "pieces", "author_journal"])
def test_short_contents_are_no_silence_while_a_search_has_not_answered(state: State, field: str) -> None:
    def told(step: Step) -> Answer:
        return Answer(state=state if step.field == field else State.NOT_FOUND, words="没有", note="x")

    lookup = Teller(**short_contents(), search=told).climb()
    assert lookup.state is state


def test_a_title_search_that_shows_others_leaves_short_contents_incomplete() -> None:
    def told(step: Step) -> Answer:
        others = Answer(state=State.FOUND, total=1, records=(row(0, title=f"再论{question().title}之后"),))
        return others if step.field == "title" else Answer(state=State.NOT_FOUND, words="没有")

    lookup = Teller(**short_contents(), search=told).climb()
    assert lookup.state is State.INCOMPLETE
    assert lookup.note == "目次应有45条，只见20条"


def test_an_earlier_failure_accuses_nobody_and_a_later_hit_ends_it() -> None:
    def broken(_: Step) -> Answer:
        return Answer(state=State.LAYOUT_CHANGED, note="变了")

    def found(step: Step) -> Answer:
        hit = Answer(state=State.FOUND, total=1, records=(row(0, title=question().title),))
        return hit if step.field == "pieces" else Answer(state=State.INCOMPLETE, note="断了")

    lost = Teller(journal=broken).climb()
    assert lost.state is State.LAYOUT_CHANGED
    assert lost.note == "变了"
    assert Teller(journal=broken, search=found).climb().state is State.FOUND


def test_the_gravest_failure_names_the_lookup() -> None:
    def told(step: Step) -> Answer:
        states = {"title": State.INCOMPLETE, "pieces": State.UNREACHABLE}
        return Answer(state=states.get(step.field, State.NOT_FOUND), words="没有", note=step.field)

    lookup = Teller(search=told).climb(journal=None)
    assert (lookup.state, lookup.note) == (State.UNREACHABLE, "pieces")


def test_a_limit_ends_the_climb_at_once() -> None:
    source = Teller(search=lambda _: Answer(state=State.RATE_LIMITED, note="429", until="2021-08-01T10:01:15+08:00"))
    lookup = source.climb(journal=None)
    assert len(source.steps) == 1
    assert "10:01:15" in lookup.note


def test_what_was_not_asked_is_no_zero() -> None:
    lookup = Teller(search=lambda _: Answer(state=State.SKIPPED, note="未检索（缓存中没有）")).climb(journal=None)
    assert (lookup.state, lookup.note) == (State.SKIPPED, "未检索（缓存中没有）")


class Index(Teller):
    """An open index that answers each search as it is told to."""

    KIND, CAN = "open", frozenset({"search"})


@pytest.mark.parametrize(("ranked", "state"), [(False, State.AMBIGUOUS), (True, State.NOT_FOUND)])
def test_more_matches_than_an_index_shows_are_no_zero_unless_it_only_ranks(ranked: bool, state: State) -> None:
    source = Index(search=lambda _: Answer(state=State.FOUND, total=4000, records=(row(0, title="An introduction to other things"),)))
    source.RANKED = ranked  # type: ignore[attr-defined]
    assert source.climb(title="Introduction", authors=("Nobody, M",), foreign=True).state is state
