"""The API: tokens, a submission in, its state, the report byte for byte, papers; errors in both languages; nothing done twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verifier.model import Report, canonical
from verifier.portal import blobs, events, worker
from verifier.portal.api import shape, tokens
from verifier.portal.models import Account, ApiToken, Application, Event, Received, Task
from verifier.portal.run import Run
from verifier.verify import content_hash

from .conftest import NOTICE, hand_in

Browse = Callable[[Account | None], Client]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    tokens.CALLS.forget()
    tokens.STRANGERS.forget()


class Caller:
    """Another platform, with its token."""

    def __init__(self, secret: str) -> None:
        self._client, self._headers = Client(), {"Authorization": f"Bearer {secret}"}

    def get(self, path: str) -> Any:
        """Read."""
        return self._client.get(f"/api/v1{path}", headers=self._headers)

    def post(self, path: str, body: Any = b"", key: str | None = "k1", kind: str = "application/json") -> Any:
        """Send."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = self._headers | ({"Idempotency-Key": key} if key else {})
        return self._client.post(f"/api/v1{path}", data, content_type=kind, headers=headers)


@pytest.fixture
def caller(cast: SimpleNamespace) -> Caller:
    return Caller(tokens.make(cast.reviewer, cast.admin, "省申报平台", 600, 30)[1])


def submission(**changes: Any) -> dict[str, Any]:
    """Return the demonstration list as another platform sends it, two items of it."""
    plain: dict[str, Any] = msgspec.to_builtins(hand_in().submission)
    plain["items"] = plain["items"][:2]
    plain["applicant"] |= changes
    return plain


def test_a_submission_goes_in_and_its_report_comes_out_byte_for_byte(
    caller: Caller, cast: SimpleNamespace, sources: Run
) -> None:
    sent = caller.post("/submissions", submission())
    assert sent.status_code == 202, sent.content
    number = sent.json()["id"]
    assert (sent.json()["state"], sent.json()["stage"], sent.json()["items"]) == ("queued", 1, None)
    assert caller.get(f"/submissions/{number}/report").status_code == 409
    worker.drain()
    state = caller.get(f"/submissions/{number}").json()
    assert state["state"] == "done"
    assert sum(state["items"][name] for name in ("clear", "review", "bar")) == 2
    answer = caller.get(f"/submissions/{number}/report")
    assert answer["Content-Type"] == "application/json"
    report = msgspec.json.decode(answer.content, type=Report)
    assert canonical(report) == answer.content == blobs.get(state["report_sha256"])
    assert content_hash(report) == report.hash
    assert caller.get("/submissions").json()["count"] == 1
    assert Event.objects.filter(what="api_submitted", who="shen").count() == 1
    assert not events.breaks()


def test_papers_are_ordered_once_and_come_out(caller: Caller, sources: Run) -> None:
    number = caller.post("/submissions", submission()).json()["id"]
    assert caller.post(f"/submissions/{number}/papers").status_code == 409
    worker.drain()
    assert caller.get(f"/submissions/{number}/papers").json()["error"] == "not_ordered"
    for _ in range(2):
        assert caller.post(f"/submissions/{number}/papers").status_code == 202
    assert Task.objects.filter(kind="papers").count() == 1
    worker.drain()
    listed = caller.get(f"/submissions/{number}/papers").json()
    assert listed["state"] == "done"
    assert len(listed["number"]) == 16
    for paper in listed["papers"]:
        data = caller.get(f"/submissions/{number}/papers/{paper['name']}").content
        assert (len(data), hashlib.sha256(data).hexdigest()) == (paper["size"], paper["sha256"])
    assert {"certificate.pdf", "report.json"} <= {one["name"] for one in listed["papers"]}
    assert caller.get(f"/submissions/{number}/papers/none.pdf").status_code == 404


def test_a_call_made_again_makes_nothing_twice(caller: Caller) -> None:
    first, again = caller.post("/submissions", submission()), caller.post("/submissions", submission())
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json()["id"] == again.json()["id"]
    other = caller.post("/submissions", submission(name="何以宁"))
    assert (other.status_code, other.json()["error"]) == (409, "key_used")
    assert caller.post("/submissions", submission(), key="k2").json()["id"] != first.json()["id"]
    assert (Application.objects.count(), Received.objects.count(), Task.objects.count()) == (2, 2, 2)
    assert caller.post("/submissions", submission(), key=None).status_code == 422
    assert caller.post("/submissions", submission(), key="a b").status_code == 422


@pytest.mark.parametrize(
    ("change", "status", "where"),
    [
        (lambda s: s.pop("notice"), 422, "notice"),
        (lambda s: s.update(notice="nowhere"), 422, "notice"),
        (lambda s: s.update(extra=1), 422, "extra"),
        (lambda s: s.update(items=[]), 422, "items"),
        (lambda s: s.update(items=s["items"] * 40), 422, "items"),
        (lambda s: s["items"][0].update(text=""), 422, "items[0].text"),
        (lambda s: s["items"][0].update(text="字" * 4001), 422, "items[0].text"),
        (lambda s: s["items"][1].update(text="\x00"), 422, "items[1].text"),
        (lambda s: s["items"][1].update(claimed={"author_rank": 0}), 422, "items[1].claimed.author_rank"),
        (lambda s: s["items"][1].update(id=s["items"][0]["id"]), 409, ""),
        (lambda s: s["applicant"].update(series="law"), 422, "series"),
        (lambda s: s["applicant"]["qualification"].update(obtained="2016-13"), 422, "obtained"),
        (lambda s: s["applicant"]["qualification"].update(obtained="2015-02-29"), 422, ""),
        (lambda s: s["applicant"].update(id="21010119900101123X"), 422, "applicant.id"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_its_place_in_both_languages(
    change: Any, status: int, where: str, caller: Caller
) -> None:
    plain = submission()
    change(plain)
    answer = caller.post("/submissions", plain)
    problem = answer.json()
    assert answer.status_code == status
    assert problem["zh"]
    assert problem["en"]
    assert any(where in one for one in problem["where"] or [""])
    assert not Application.objects.exists()
    assert not (blobs.folder() / "x").exists()


def test_a_whole_number_may_be_written_with_a_point(caller: Caller) -> None:
    plain = submission()
    plain["items"][0]["claimed"] = {"author_rank": 2.0}
    assert caller.post("/submissions", plain).status_code == 202
    plain["items"][0]["claimed"] = {"author_rank": 2.5}
    assert caller.post("/submissions", plain, key="other").status_code == 422


def test_a_leap_day_is_a_day(caller: Caller) -> None:
    plain = submission()
    plain["applicant"]["qualification"]["obtained"] = "2016-02-29"
    assert caller.post("/submissions", plain).status_code == 202


def test_every_error_is_json(caller: Caller) -> None:
    assert caller.post("/submissions", b"\xff", key="x").status_code == 400
    assert caller.post("/submissions", b"[" * 100_000, key="x").status_code in (400, 422)
    assert caller.post("/submissions", submission(), kind="text/plain").status_code == 415
    assert caller.post("/submissions", b" " * (4 * 1024 * 1024 + 1)).status_code == 413
    for path, status in (
        ("/nowhere", 404),
        ("/submissions/999", 404),
        ("/submissions?page=0", 422),
        ("/submissions/99999999999", 422),
        ("/submissions/abc", 422),
    ):
        answer = caller.get(path)
        assert (answer.status_code, set(answer.json())) == (status, {"error", "zh", "en", "where"}), path
    answer = Client().put("/api/v1/submissions")
    assert (answer.status_code, answer["Allow"], answer.json()["error"]) == (405, "GET, POST", "method")


def test_a_token_opens_its_own_unit_alone(caller: Caller, cast: SimpleNamespace) -> None:
    number = caller.post("/submissions", submission()).json()["id"]
    stranger = Caller(tokens.make(cast.other_reviewer, cast.admin, "他单位", 600, None)[1])
    for path in ("", "/report", "/papers"):
        assert stranger.get(f"/submissions/{number}{path}").status_code == 404
    assert stranger.get("/submissions").json()["applications"] == []
    assert stranger.post("/submissions", submission()).status_code == 202  # another unit's keys are its own


def test_a_token_is_kept_as_a_hash_and_ends(cast: SimpleNamespace) -> None:
    made, secret = tokens.make(cast.reviewer, cast.admin, "平台", 600, 30)
    assert secret not in str(list(ApiToken.objects.values()))
    assert secret not in str(list(Event.objects.values()))
    assert Caller(secret).get("/submissions").status_code == 200
    for change in ({"revoked": timezone.now()}, {"revoked": None, "expires": timezone.now()}):
        ApiToken.objects.filter(pk=made.pk).update(**change)
        answer = Caller(secret).get("/submissions")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    ApiToken.objects.filter(pk=made.pk).update(expires=None)
    for change in ({"is_active": False}, {"is_active": True, "unit": cast.other}):
        Account.objects.filter(pk=cast.reviewer.pk).update(**change)
        assert Caller(secret).get("/submissions").status_code == 401


def test_an_account_that_is_no_reviewer_any_more_hands_nothing_in(caller: Caller, cast: SimpleNamespace) -> None:
    Account.objects.filter(pk=cast.reviewer.pk).update(role="department")
    answer = caller.post("/submissions", submission())
    assert answer.status_code == 403
    assert "主管部门，不能" in answer.json()["zh"]
    assert "supervising department; it cannot" in answer.json()["en"]


def test_who_calls_too_often_waits(cast: SimpleNamespace) -> None:
    caller = Caller(tokens.make(cast.reviewer, cast.admin, "急", 2, None)[1])
    answers = [caller.get("/submissions") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 30
    guesses = [Caller(f"guess{place}").get("/submissions").status_code for place in range(tokens.STRANGERS.most + 1)]
    assert guesses[-1] == 429


def test_the_administrator_makes_a_token_sees_it_once_and_revokes_it(cast: SimpleNamespace, browse: Browse) -> None:
    client = browse(cast.admin)
    assert "沈审核" in client.get("/api/tokens/add").content.decode()
    words = {"account": str(cast.reviewer.pk), "name": "省申报平台", "per_minute": "60", "days": "30"}
    page = client.post("/api/tokens/add", words).content.decode()
    made = ApiToken.objects.get()
    assert page.count(made.start) == 1
    secret = page.partition('<dd class="mono wrap">')[2].partition("<")[0]
    assert Caller(secret).get("/submissions").status_code == 200
    assert secret not in client.get("/api/tokens").content.decode()
    assert (
        client.post("/api/tokens/add", words | {"account": str(cast.applicant.pk)}).status_code == 200
    )  # not a reviewer
    assert ApiToken.objects.count() == 1
    assert client.post(f"/api/tokens/{made.pk}/revoke")["Location"] == "/api/tokens"
    assert Caller(secret).get("/submissions").status_code == 401
    assert browse(cast.reviewer).get("/api/tokens").status_code == 403
    assert {"token_made", "token_revoked"} <= set(Event.objects.values_list("what", flat=True))
    assert not events.breaks()


def test_a_list_asks_as_many_questions_for_two_as_for_twenty(caller: Caller) -> None:
    counts = []
    for more in (2, 18):
        for place in range(more):
            assert caller.post("/submissions", submission(), key=f"{more}-{place}").status_code == 202
        caller.get("/submissions")
        with CaptureQueriesContext(connection) as asked:
            assert caller.get("/submissions").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


def test_the_description_holds_the_shape_that_calls_are_held_to(caller: Caller) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    found = described["components"]["schemas"]
    assert found["Submission"]["properties"]["notice"]["enum"] == [
        one for one in found["Submission"]["properties"]["notice"]["enum"] if one
    ]
    assert NOTICE in found["Submission"]["properties"]["notice"]["enum"]
    assert found["Submission"]["properties"]["items"]["maxItems"] == shape.ITEMS
    assert set(described["paths"]) == {
        f"/api/v1/submissions{rest}"
        for rest in ("", "/{number}", "/{number}/report", "/{number}/papers", "/{number}/papers/{name}")
    }
