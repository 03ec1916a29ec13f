"""The worker: takes tasks under a lease and carries them out; started by the portal, or alone on another machine.

Three lanes run beside each other, so that an applicant's check does not wait behind a batch of days, nor a download behind both.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
from collections.abc import Callable
from typing import Any

import django
from django.db import Error, close_old_connections, connection
from django.db.models import Q

from verifier.retrieval.orphan import leave_with_parent

Work = Callable[[list[Any], str], None]
log = logging.getLogger("verifier.portal.worker")
REST = 0.5
"""Seconds between two looks for work."""
HOUSEKEEPING = 3600.0
"""Seconds between two looks for what is to be erased."""
AWAY = 3.0
"""Seconds to wait for a database that is away."""


def run(over: threading.Event | None = None) -> None:
    """Work until ended."""
    over = over or threading.Event()
    _free_the_dead()
    threads = [threading.Thread(target=_lane, args=(*lane, over), name=lane[0], daemon=True) for lane in lanes()]
    threads.append(threading.Thread(target=_keep_house, args=(over,), name="house", daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.5)


def lanes() -> list[tuple[str, Q, Work]]:
    """Return the lanes of this process: the name under which each holds its leases, which tasks are its own, and how they are done."""
    from verifier.portal.models import Task
    from verifier.portal.working import intake, printing, verifying
    from verifier.portal.working.leases import HERE

    kinds = Task.Kind
    parted: tuple[tuple[str, Q, Work], ...] = (
        ("one", Q(kind=kinds.VERIFY, batch=None), verifying.work),
        ("many", Q(kind=kinds.VERIFY, batch__isnull=False), verifying.work),
        ("files", Q(kind__in=(kinds.READ, kinds.OPEN)), intake.work),
        ("papers", Q(kind__in=(kinds.PAPERS, kinds.BUNDLE)), printing.work),
    )
    here = f"{HERE}:{os.getpid()}"
    return [(f"{here}:{name}:{secrets.token_hex(4)}", which, work) for name, which, work in parted]


def drain() -> None:
    """Do what there is to do, in this thread, and come back: for tests and for whoever runs the worker by a clock."""
    from verifier.portal.working import leases

    mine, idle = lanes(), False
    while not idle:
        idle = True
        for me, which, work in mine:
            while tasks := leases.take(me, which):
                idle = False
                work(tasks, me)
    leases.close_batches()


def _lane(me: str, which: Q, work: Work, over: threading.Event) -> None:
    from verifier.portal.working import leases

    while not over.is_set():
        tasks: list[Any] = []
        try:
            close_old_connections()
            tasks = leases.take(me, which)
            if not tasks:
                leases.close_batches()
                over.wait(REST)
                continue
            work(tasks, me)
        except leases.Lost:
            pass
        except Error:  # the database is away: what was not finished is taken up again when its lease is over
            connection.close()
            over.wait(AWAY)
        except Exception:
            log.exception("a task broke off: %s", [task.pk for task in tasks])
            _let_go(tasks, me, tried=True)
            over.wait(AWAY)
        finally:
            _let_go(tasks, me)
    connection.close()


def _keep_house(over: threading.Event) -> None:
    """Erase now and then what was removed and whose time is over; several workers may do so at once."""
    from verifier.portal import sweeping

    while not over.is_set():
        try:
            close_old_connections()
            sweeping.sweep()
        except Error:  # the database is away
            connection.close()
        except Exception:
            log.exception("what is over could not be erased")
        over.wait(HOUSEKEEPING)
    connection.close()


def _free_the_dead() -> None:
    from verifier.portal.working import leases

    try:
        if count := leases.free_the_dead():
            log.warning("%d tasks of a worker that died are taken up again", count)
    except Error:  # the database is away: the leases run out by themselves
        connection.close()


def _let_go(tasks: list[Any], me: str, tried: bool = False) -> None:
    from verifier.portal.working import leases

    if tasks:
        try:
            leases.give_back(tasks, me, tried)
        except Error:
            connection.close()


def main() -> None:
    """Set Django up in this process and work; a worker whose server is gone leaves."""
    django.setup()
    from verifier.portal.working.leases import STOPPING

    signal.signal(signal.SIGTERM, lambda *_: STOPPING.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is the server's business, which ends us
    leave_with_parent()
    run(STOPPING)


if __name__ == "__main__":
    main()
