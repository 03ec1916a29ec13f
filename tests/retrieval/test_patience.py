"""A healthy source gets every chance, a dead one does not stop the run."""

from __future__ import annotations

from verifier.retrieval.patience import DEAD, PROBE, RETRIES, SHORT, WARY, Patience


def test_a_source_that_answers_keeps_all_its_retries_and_time() -> None:
    patience = Patience(20.0)
    for _ in range(30):
        patience.note(answered=True)
    assert (patience.retries, patience.timeout, patience.worn_out()) == (RETRIES, 20.0, False)


def test_failures_in_a_row_shorten_the_wait_and_one_answer_restores_it() -> None:
    patience = Patience(20.0)
    patience.note(answered=False)
    assert (patience.retries, patience.timeout) == (0, 20.0)
    for _ in range(WARY - 1):
        patience.note(answered=False)
    assert patience.timeout == SHORT
    patience.note(answered=True)
    assert (patience.retries, patience.timeout) == (RETRIES, 20.0)


def test_a_dead_source_is_left_alone_but_for_a_probe_now_and_then() -> None:
    moment = 0.0
    patience = Patience(20.0, clock=lambda: moment)
    for _ in range(DEAD):
        assert not patience.worn_out()
        patience.note(answered=False)
    moment = PROBE
    assert not patience.worn_out()
    patience.note(answered=False)
    moment = PROBE + 1
    assert patience.worn_out()
    moment = 2 * PROBE
    assert not patience.worn_out()
