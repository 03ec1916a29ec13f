"""Is the portal quick with ten thousand items and fifty people, and small when nobody is there?

    python bench/portal.py [--items N] [--users N] [--seconds N] [--sqlite]

Starts a PostgreSQL cluster of its own (durable, as an office runs it; `--sqlite` takes SQLite instead), verifies the demonstration list
once, copies it until the unit's batch has so many items, and starts `verifier portal` with its worker. Printed: how long a table of all
items takes alone, page by page; the latency of so many people at once on mixed pages of all roles, each resting one to three seconds
between two pages as readers do, and once more without any rest, which is the highest load that so many browsers can make; and the
memory of server and worker (PSS, the stub sites apart) before anybody came and after. People are logged in beforehand: hashing
passwords is meant to be slow. Count of queries is held by the tests. There is no peer.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.portal.browser.house import housed  # noqa: E402
from tests.portal.cluster import postgres  # noqa: E402

REST = (1.0, 3.0)
NOTICE = "liaoning-gxt-2021-194"
Pages = Callable[[random.Random], str]


# ---------------------------------------------------------------- rows


def seed(data: str, items: int, users: int) -> tuple[int, list[tuple[str, Pages]]]:
    """Fill the database; return the batch and for every user the session cookie and a chooser of pages."""
    from verifier.portal.run import Run, environment

    os.environ.update(environment(Run(data=data)))
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from msgspec.structs import replace

    from verifier.portal import filing, worker
    from verifier.portal.models import Account, Application, Batch, Unit
    from verifier.serving import Choice, opened_settings

    call_command("migrate", verbosity=0, interactive=False)
    department = Unit.objects.create(name="江城市工业和信息化局", code="210100")
    unit = Unit.objects.create(name="江城冶金设备有限公司", code="210101", parent=department)
    reviewers = [_account(f"r{number}", "reviewer", unit) for number in range(max(1, users * 6 // 10))]
    batch = Batch.objects.create(unit=unit, name="2021年第一批", notice=NOTICE, state="done", made_by=reviewers[0])
    with opened_settings(Choice(data=data)) as told:
        settings.RUN = replace(settings.RUN, settings=told)
        application = filing.opened(_demo(), unit, batch=batch)
        filing.check(application, reviewers[0])
        worker.drain()
    Application.objects.filter(pk=application.pk).update(reached=3)
    _copy(application.pk, items)
    owners = [_account(f"a{number}", "applicant", unit) for number in range(max(1, users * 2 // 10))]
    for number, owner in enumerate(owners):
        row = Application.objects.order_by("id")[number]
        Application.objects.filter(pk=row.pk).update(owner=owner)
    seniors = [
        _account(f"d{number}", "department", department) for number in range(users - len(reviewers) - len(owners))
    ]
    one = Application.objects.get(pk=application.pk)
    Batch.objects.filter(pk=batch.pk).update(
        count=Application.objects.count(), items_count=one.items.count() * Application.objects.count()
    )
    keys = list(one.items.model.objects.values_list("pk", flat=True))
    lists = list(Application.objects.values_list("pk", flat=True))
    reasons = sorted({code for item in one.items.all() for code in item.reasons})
    unit_pages = _unit_pages(batch.pk, keys, lists, reasons)
    sessions = [(_session(account), unit_pages) for account in (*reviewers, *seniors)]
    sessions += [(_session(account), _own_pages(account.applications.get())) for account in owners]
    assert Account.objects.count() == users
    return batch.pk, sessions


def _settle() -> None:
    """Let the database count its rows, as it does by itself within a minute, and leave it."""
    from django.db import connection, connections

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connections.close_all()


def _account(username: str, role: str, unit: Any) -> Any:
    from verifier.portal.models import Account

    return Account.objects.create(username=username, name=username, role=role, unit=unit, password="!")


def _demo() -> Any:
    from verifier import sandbox
    from verifier.model import Applicant, Qualification, Submission
    from verifier.packaged import fixtures
    from verifier.readers import document
    from verifier.submissions import Handed, item

    pieces = sandbox.read_hand_in(
        (Path(fixtures()) / "stories" / "demo" / "list.docx").read_bytes(), "list.docx"
    ).pieces
    items = tuple(item(piece, str(number)) for number, piece in enumerate(pieces, 1))
    qualification = Qualification(title="工程师", obtained="2016-12-30")
    applicant = Applicant(
        id="1", name="濮砚棣", series="engineering", specialty="机电", level="高级工程师", qualification=qualification
    )
    citations = {one.id: document.citation(piece, one.id) for one, piece in zip(items, pieces, strict=True)}
    return Handed(submission=Submission(applicant=applicant, notice=NOTICE, items=items), citations=citations)


def _copy(first: int, items: int) -> None:
    """Copy an application with its version and items until there are so many items."""
    from verifier.portal.models import Application, Item, ItemReason, Version

    model = Application.objects.select_related("current").get(pk=first)
    rows = list(model.items.prefetch_related("by_reason"))
    more = range(1, items // len(rows))
    facts = {
        field.attname: getattr(model, field.attname)
        for field in Application._meta.concrete_fields
        if field.name not in ("id", "current")
    }
    applications = Application.objects.bulk_create(
        [Application(**{**facts, "key": f"A{number:05}", "person": f"申报人{number:05}"}) for number in more],
        batch_size=1000,
    )
    facts = {
        field.attname: getattr(model.current, field.attname)
        for field in Version._meta.concrete_fields
        if field.name not in ("id", "application")
    }
    versions = Version.objects.bulk_create([Version(**facts, application=one) for one in applications], batch_size=1000)
    for one, version in zip(applications, versions, strict=True):
        one.current = version
    Application.objects.bulk_update(applications, ["current"], batch_size=500)
    names = [
        field.attname for field in Item._meta.concrete_fields if field.name not in ("id", "application", "version")
    ]
    copies = Item.objects.bulk_create(
        [
            Item(**{name: getattr(row, name) for name in names}, application=version.application, version=version)
            for version in versions
            for row in rows
        ],
        batch_size=1000,
    )
    ItemReason.objects.bulk_create(
        [
            ItemReason(item=copies[place], reason=one.reason, outcome=one.outcome)
            for place in range(len(copies))
            for one in rows[place % len(rows)].by_reason.all()
        ],
        batch_size=2000,
    )


def _session(account: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(account.pk), "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def _unit_pages(batch: int, items: list[int], lists: list[int], reasons: list[str]) -> Pages:
    last = len(items) // 50

    def chosen(dice: random.Random) -> str:
        item = dice.choice(items)
        paths = (
            "/",
            "/notices",
            "/unit/items",
            f"/unit/items?page={dice.randint(1, last)}",
            f"/unit/items?batch={batch}&flagged=1",
            f"/unit/items?reason={dice.choice(reasons)}",
            "/unit/items?q=减速器",
            "/unit/applications",
            f"/unit/batches/{batch}",
            f"/applications/{dice.choice(lists)}",
            f"/items/{item}",
            f"/items/{item - 1 if item > 1 else item}",
        )
        return dice.choice(paths)

    return chosen


def _own_pages(application: Any) -> Pages:
    own = [f"/items/{pk}" for pk in application.items.values_list("pk", flat=True)]
    return lambda dice: dice.choice(
        ("/", "/applications", f"/applications/{application.pk}", f"/applications/{application.pk}/what-if", *own)
    )


# ---------------------------------------------------------------- people


def crowd(
    address: str, sessions: list[tuple[str, Pages]], seconds: float, rest: tuple[float, float]
) -> dict[str, list[float]]:
    """Let everybody read for so long; return the latencies of each kind of page in seconds."""
    found: dict[str, list[float]] = defaultdict(list)
    until = time.monotonic() + seconds

    def read(number: int, cookie: str, pages: Pages) -> None:
        dice, browser = random.Random(number), requests.Session()
        browser.cookies.set("portal", cookie)
        time.sleep(dice.uniform(0, rest[1]))
        while time.monotonic() < until:
            path = pages(dice)
            found[_kind(path)].append(get(browser, address, path))
            time.sleep(dice.uniform(*rest))

    threads = [threading.Thread(target=read, args=(number, *one)) for number, one in enumerate(sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def get(browser: requests.Session, address: str, path: str) -> float:
    """Return the seconds that a page takes. Raises for any answer but the page."""
    began = time.perf_counter()
    response = browser.get(address.rstrip("/") + path, timeout=60, allow_redirects=False)
    took = time.perf_counter() - began
    if response.status_code != 200:
        raise SystemExit(f"{path}: {response.status_code}")
    return took


def _kind(path: str) -> str:
    return re.sub(r"=[^&]+", "=…", re.sub(r"/\d+", "/N", path))


def said(name: str, took: list[float]) -> str:
    """Return a line of figures."""
    ordered = sorted(took)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{name:<38} {len(took):>6} pages   median {statistics.median(took) * 1000:>6.0f} ms   p95 {p95 * 1000:>6.0f} ms   worst {ordered[-1] * 1000:>6.0f} ms"


def family(pid: int) -> list[int]:
    """Return a process and all below it, whichever of its threads began them."""
    below = [int(word) for file in Path(f"/proc/{pid}/task").glob("*/children") for word in file.read_text().split()]
    return [pid, *(one for child in below for one in family(child))]


def memory(pid: int) -> dict[str, float]:
    """Return the PSS of server and worker in MB; the stub sites and what Python's pools keep beside them are not the portal's."""
    found: dict[str, float] = {}
    for one in family(pid):
        words = Path(f"/proc/{one}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        if "verifier.stub" in words:
            continue
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        name = "server" if one == pid else "worker" if "portal.worker" in words else "helpers"
        found[name] = found.get(name, 0) + int(re.search(r"Pss:\s+(\d+)", rollup)[1]) / 1024  # type: ignore[index]
    return found


# ---------------------------------------------------------------- the run


@contextlib.contextmanager
def database(sqlite: bool) -> Iterator[dict[str, str]]:
    """Yield the environment that names the database."""
    if sqlite:
        yield {}
        return
    with postgres(()) as url:
        yield {"DATABASE_URL": url}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--sqlite", action="store_true")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as data, database(told.sqlite) as env:
        os.environ.update(env)
        batch, sessions = seed(data, told.items, told.users)
        _settle()
        with housed(Path(data), env=env) as house:
            time.sleep(10)  # everything imported, nothing to do
            idle = memory(house.child.pid)
            browser = requests.Session()
            browser.cookies.set("portal", sessions[0][0])
            print(
                f"load before {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {told.items} items, {'SQLite' if told.sqlite else 'PostgreSQL'}"
            )
            for path in (
                f"/unit/items?batch={batch}",
                f"/unit/items?batch={batch}&page={told.items // 100}",
                f"/unit/batches/{batch}",
                "/unit/worklist",
            ):
                print(said(f"alone: {_kind(path)}", [get(browser, house.address, path) for _ in range(12)]))
            for name, rest in (("with rests", REST), ("without rest", (0.0, 0.0))):
                found = crowd(house.address, sessions, told.seconds, rest)
                every = [one for took in found.values() for one in took]
                print(said(f"{told.users} at once, {name}", every), f"  {len(every) / told.seconds:.0f} pages/s")
                for kind, took in sorted(found.items()):
                    print("  " + said(kind, took))
            after = memory(house.child.pid)
            for when, sizes in (("idle", idle), ("after", after)):
                print(
                    f"memory {when}: {sum(sizes.values()):.0f} MB  "
                    + ", ".join(f"{name} {size:.0f}" for name, size in sorted(sizes.items()))
                )


if __name__ == "__main__":
    main()
