"""What machines ask of the portal, over real HTTP: alive, ready, measures; nothing private, and measures to nobody who is not meant."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
import requests
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, connections
from prometheus_client.parser import text_string_to_metric_families
from waitress.server import create_server

from verifier.portal import answers, walk
from verifier.portal.models import Application, Task
from verifier.portal.run import Run
from verifier.settings import Portal, Settings

from . import books
from .conftest import hand_in


@pytest.fixture
def url() -> Iterator[str]:
    """Serve the portal by waitress, as `verifier portal` does."""
    from verifier.portal.wsgi import application

    server = create_server(application, host="127.0.0.1", port=0, threads=2, clear_untrusted_proxy_headers=False)

    def run() -> None:
        with contextlib.suppress(OSError):  # its sockets are closed below it when the test is over
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(10)
    server.task_dispatcher.shutdown()
    connections.close_all()


def asked(url: str, path: str, **headers: str) -> requests.Response:
    return requests.get(
        f"{url}/{path}",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        timeout=30,
        allow_redirects=False,
    )


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the portal have been started otherwise."""

    def change(portal: Portal | None = None, **words: bool) -> None:
        run = django_settings.RUN
        settings = msgspec.structs.replace(run.settings or Settings(data=run.data), portal=portal)
        monkeypatch.setattr(django_settings, "RUN", msgspec.structs.replace(run, settings=settings, **words))

    return change


def measures(text: str) -> dict[tuple[str, ...], float]:
    """Return every sample by its name and the values of its labels, as Prometheus' own parser reads them."""
    return {
        (sample.name, *(sample.labels[key] for key in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text) for sample in family.samples
    }  # fmt: skip


def test_alive_and_ready_are_told_to_anybody_in_two_letters(url: str, cast: SimpleNamespace) -> None:
    for path in ("healthz", "readyz"):
        answer = asked(url, path)
        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert "Set-Cookie" not in answer.headers


def test_a_database_that_is_behind_makes_the_portal_not_ready_and_leaves_it_alive(url: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'portal' AND name LIKE '0002%%'")
    try:
        answer = asked(url, "readyz")
        assert (answer.status_code, answer.text) == (503, "migrations\n")
        assert asked(url, "healthz").status_code == 200
    finally:
        call_command("migrate", "portal", fake=True, verbosity=0)
    assert asked(url, "readyz").status_code == 200


def test_a_full_disk_makes_the_portal_not_ready(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verifier.portal.health.ROOM", 1 << 60)
    assert (asked(url, "readyz").status_code, asked(url, "readyz").text) == (503, "disk\n")


def test_measures_tell_queue_outcomes_acts_sources_and_answers(
    url: str, checked: Callable[..., Application], sources: Run, cast: SimpleNamespace
) -> None:
    checked()
    Task.objects.create(kind=Task.Kind.PAPERS, asked_by=cast.applicant)
    found = measures(asked(url, "metrics").text)
    assert found["verifier_tasks", "verify", "done"] == 1
    assert found["verifier_tasks", "papers", "queued"] == 1
    assert 0 <= found["verifier_oldest_queued_seconds", "papers"] < 60
    assert found["verifier_leases", "running"] == 0
    assert sum(value for key, value in found.items() if key[0] == "verifier_items") == 8
    assert found["verifier_acts_total", "verified"] == 1
    assert found["verifier_archive_links_total",] > 0
    assert found["verifier_channel", "nppa", "nppa", "good"] == 1 or any(
        key[:2] == ("verifier_channel", "nppa") for key in found
    )
    assert found["verifier_source_stopped", "cnki"] == 0
    counted = answers.read(walk.run().folder)
    assert sum(value for key, value in found.items() if key[0] == "verifier_answers_total") == counted.total() > 0
    assert {key[1] for key in found if key[0] == "verifier_answers_total"} <= {"net", "cache"}


def test_a_second_list_asks_the_net_nothing_and_the_counters_say_so(
    checked: Callable[..., Application], cast: SimpleNamespace
) -> None:
    checked()
    before = answers.read(walk.run().folder)
    checked(cast.colleague)
    new = answers.read(walk.run().folder) - before
    assert new.total() > 0
    assert {recalled for _, _, recalled in new} == {True}


def test_measures_hold_no_name(
    url: str, checked: Callable[..., Application], sources: Run, cast: SimpleNamespace
) -> None:
    application = checked()
    text = asked(url, "metrics").text
    private = [
        application.owner.name,
        f'"{application.owner.username}"',
        cast.unit.name,
        cast.unit.code,
        *(one.citation.raw[:8] for one in _cited()),
    ]
    for word in private:
        assert word not in text, word


def _cited() -> list[SimpleNamespace]:
    return [SimpleNamespace(citation=citation) for citation in hand_in().citations.values()]


def test_without_a_token_measures_are_for_this_machine_and_not_for_who_comes_by_a_proxy(
    url: str, told: Callable[..., None]
) -> None:
    assert asked(url, "metrics").status_code == 200
    for claim in ({"X_Forwarded_For": "203.0.113.9"}, {"X_Forwarded_For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}):
        assert asked(url, "metrics", **claim).status_code == 404
    for words in ({"https": True}, {"named": True}, {"portal": Portal(proxies=("10.0.0.0/8",))}):
        told(**words)
        assert asked(url, "metrics").status_code == 404, words


def test_with_a_token_measures_are_for_who_holds_it(url: str, told: Callable[..., None], tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("a-long-secret\n")
    told(portal=Portal(metrics_token=str(file)), https=True)
    assert asked(url, "metrics").status_code == 401
    for wrong in (
        "Bearer a-long-secre",
        "Bearer ",
        "Bearer",
        "Basic a-long-secret",
        "Bearer 秘".encode().decode("latin-1"),
    ):
        assert asked(url, "metrics", Authorization=wrong).status_code == 401, wrong
    assert asked(url, "metrics", Authorization="Bearer a-long-secret", X_Forwarded_For="203.0.113.9").status_code == 200
    file.write_text("")
    assert asked(url, "metrics", Authorization="Bearer ").status_code == 401
    file.unlink()
    assert asked(url, "metrics", Authorization="Bearer a-long-secret").status_code == 401


def test_nothing_but_asking_is_allowed(url: str) -> None:
    for path in ("healthz", "readyz", "metrics"):
        assert requests.post(f"{url}/{path}", timeout=30).status_code in (403, 405)


def test_an_upload_of_a_unit_counts_as_work(url: str, cast: SimpleNamespace, browse: Callable[..., object]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = browse(cast.reviewer)
    client.post(
        "/unit/batches/new",
        {"name": "一批", "notice": "liaoning-gxt-2021-194", "file": SimpleUploadedFile("a.xlsx", books.unit())},
    )  # type: ignore[attr-defined]
    found = measures(asked(url, "metrics").text)
    assert found["verifier_tasks", "read", "queued"] == 1
    assert found["verifier_batches", "reading"] == 1
