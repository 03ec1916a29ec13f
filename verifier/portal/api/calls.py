"""The calls: a submission in, its state, its report byte for byte, its papers. Everything is the portal's own doing by another door."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Query, Router, Schema, Status

from verifier.portal import blobs, events, filing, permissions
from verifier.portal.api import shape
from verifier.portal.api.problems import UNKNOWN, Problem, Wrong
from verifier.portal.models import Application, Received, Task, Unit
from verifier.portal.views.files import PAPER_TYPES
from verifier.submissions import Handed

router = Router()
PAGE = 50
KINDS = Task.Kind
Number = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="The application's number, as the first call returned it.")
]
WRONG = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    413: Problem,
    415: Problem,
    422: Problem,
    429: Problem,
}


def _wrong(*codes: int) -> dict[int, type[Problem]]:
    return {code: WRONG[code] for code in (401, 403, 422, 429, *codes)}


class Counts(Schema):
    """How many items came to which outcome; `unfinished` are items with a search that was not completed."""

    clear: int
    review: int
    bar: int
    unfinished: int


class State(Schema):
    """Where an application is. `state` is that of its last check; `done` of `total` questions; `wrong` why a check failed, in Chinese.

    `stage`: 0 applicant, 1 unit, 2 department, 3 committee. `report_sha256` is the digest of the report's bytes, null before.
    """

    id: int
    applicant: str
    notice: str
    state: Literal["queued", "crawling", "judging", "done", "failed", "paused", "cancelled", "none"]
    done: int
    total: int
    wrong: str
    stage: int
    returned: str
    version: int | None
    items: Counts | None
    report_sha256: str | None
    changed: datetime


class States(Schema):
    """One page of a unit's applications, the last changed first."""

    page: int
    pages: int
    count: int
    applications: list[State]


class Paper(Schema):
    """One printed file; `pages` null where it has none."""

    name: str
    size: int
    sha256: str
    pages: int | None


class Papers(Schema):
    """How far the printing is, and the files once it is done; `number` is the certificate's."""

    state: Literal["queued", "crawling", "judging", "done", "failed", "paused", "cancelled"]
    wrong: str
    number: str | None
    papers: list[Paper]


BY_NUMBER = {
    name: {"operationId": name, "parameters": {"number": "$response.body#/id"}}
    for name in ("state", "report", "print", "papers")
}
"""Where the number that a submission gets leads on to."""
SUBMISSION = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Submission"}}},
    },
    "responses": {200: {"links": BY_NUMBER}, 202: {"links": BY_NUMBER}},
}


@router.post(
    "/submissions", response={200: State, 202: State, **_wrong(400, 409, 413, 415)}, openapi_extra=SUBMISSION, operation_id="submit",
    summary="Hand a submission in and have it verified",
)  # fmt: skip
def submit(
    request: HttpRequest,
    idempotency_key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            pattern=r"^[A-Za-z0-9._:-]{1,100}$",
            description="Your own name for this submission: a call that is made again with it makes nothing twice.",
        ),
    ],
) -> Any:
    """202: taken in, its check waits or runs. 200: this key was used for the same content before; the answer is its present state."""
    account, unit = request.auth.account, request.auth.unit
    if not (verdict := permissions.may(account, "api.submit")).allowed:
        raise Wrong(403, "refused", verdict.zh, verdict.en)
    if request.content_type != "application/json":
        raise Wrong(415, "content_type", "请以 application/json 发送。", "Send application/json.")
    body = request.body
    submission, digest = shape.read(body), hashlib.sha256(body).hexdigest()
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)  # two calls with one key come one after the other
        before = Received.objects.select_related("application__current").filter(unit=unit, key=idempotency_key).first()
        if before is not None and before.digest != digest:
            raise Wrong(
                409,
                "key_used",
                "该 Idempotency-Key 已用于另一份内容。请换用新的。",
                "This Idempotency-Key was used for another content. Use a new one.",
            )
        if before is not None:
            return Status(200, _state(before.application))
        application = filing.opened(Handed(submission=submission), unit)
        filing.check(application, account)
        Received.objects.create(
            unit=unit, key=idempotency_key, digest=digest, application=application, token=request.auth
        )
        events.record(
            account, "api_submitted", f"application:{application.pk}", after={"key": idempotency_key, "sha256": digest}
        )
    return Status(202, _state(application))


@router.get(
    "/submissions", response={200: States, **_wrong()}, operation_id="list", summary="List the unit's applications"
)
def listed(request: HttpRequest, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Any:
    """Return a page of fifty; a page behind the last is empty."""
    tasks = Task.objects.filter(version__application=OuterRef("pk"), kind=KINDS.VERIFY).order_by("-id")
    rows = _mine(request, "application.list").select_related("current").annotate(last=Subquery(tasks.values("pk")[:1]))
    count = rows.count()
    shown = list(rows[(page - 1) * PAGE : page * PAGE])
    known = Task.objects.in_bulk([row.last for row in shown if row.last])
    states = [_said(row, known.get(row.last)) for row in shown]
    return Status(200, {"page": page, "pages": -(-count // PAGE), "count": count, "applications": states})


@router.get(
    "/submissions/{number}", response={200: State, **_wrong(404)}, operation_id="state", summary="State and progress"
)
def state(request: HttpRequest, number: Number) -> Any:
    """Return where an application is."""
    return Status(200, _state(_one(request, "application.read", number)))


RAW = {
    "responses": {
        200: {
            "description": "The canonical report, byte for byte (docs/schema/report.json).",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    }
}


@router.get(
    "/submissions/{number}/report",
    response=_wrong(404, 409),
    openapi_extra=RAW,
    operation_id="report",
    summary="The canonical report",
)
def report(request: HttpRequest, number: Number) -> Any:
    """Return the report of the current version, the same bytes that `verifier batch` writes. 409 while there is none."""
    application = _one(request, "application.read", number)
    if application.current is None or not application.current.report:
        raise Wrong(
            409,
            "no_report",
            "还没有核验结果。请稍后再取，或看状态。",
            "There is no report yet. Come again, or look at the state.",
        )
    data = blobs.get(application.current.report)
    return HttpResponse(data, content_type="application/json", headers={"ETag": f'"{application.current.report}"'})


@router.post(
    "/submissions/{number}/papers",
    response={202: Papers, **_wrong(404, 409)},
    operation_id="print",
    summary="Have the papers printed",
)
def order(request: HttpRequest, number: Number) -> Any:
    """Order the papers of the current version; an order that waits, or was done for this version, is not given twice."""
    application = _one(request, "application.papers", number)
    version = application.current
    if version is None or not version.report:
        raise Wrong(
            409, "no_report", "还没有核验结果，不能出具。", "There is no report yet, so nothing can be printed."
        )
    account = request.auth.account
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=application.pk)
        task = _printing(application)
        if task is None or task.state in (Task.State.FAILED, Task.State.CANCELLED):
            wish = {"formats": ["pdf"], "lang": "zh"}
            task = Task.objects.create(kind=KINDS.PAPERS, version=version, asked_by=account, wish=wish)
            events.record(account, "papers_ordered", f"application:{application.pk}", after=wish)
    return Status(202, _papers(task))


@router.get(
    "/submissions/{number}/papers",
    response={200: Papers, **_wrong(404, 409)},
    operation_id="papers",
    summary="The printed papers",
)
def papers(request: HttpRequest, number: Number) -> Any:
    """Return how far the printing is and which files there are. 409 where nobody has ordered any for the current version."""
    task = _printing(_one(request, "application.papers", number))
    if task is None:
        raise Wrong(
            409,
            "not_ordered",
            "还没有申请出具文件。请先 POST 到本地址。",
            "No papers were ordered yet. POST to this address first.",
        )
    return Status(200, _papers(task))


FILE = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,60}$", description="A name from the list of papers.")]


@router.get(
    "/submissions/{number}/papers/{name}",
    response=_wrong(404),
    openapi_extra=FILE,
    operation_id="paper",
    summary="One printed paper",
)
def paper(request: HttpRequest, number: Number, name: Name) -> Any:
    """Return one printed file."""
    task = _printing(_one(request, "application.papers", number))
    one = task.result.get("files", {}).get(name) if task else None
    if one is None:
        raise Wrong(404, "unknown", "没有这份文件。", "There is no such file.")
    kind = PAPER_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return HttpResponse(blobs.get(one["blob"]), content_type=kind, headers={"ETag": f'"{one["blob"]}"'})


# ---------------------------------------------------------------- what is behind


def _mine(request: HttpRequest, act: str) -> Any:
    return permissions.visible(request.auth.account, act, Application.objects.all())


def _one(request: HttpRequest, act: str, number: int) -> Application:
    """Return an application that the table opens to the token's account; others are as if they were not there."""
    found: Application | None = _mine(request, act).select_related("current").filter(pk=number).first()
    if found is None:
        raise Wrong(404, "unknown", *UNKNOWN)
    return found


def _state(application: Application) -> dict[str, Any]:
    rows = Task.objects.filter(version__application=application, kind=KINDS.VERIFY)
    return _said(application, rows.order_by("-id").first())


def _said(application: Application, task: Task | None) -> dict[str, Any]:
    current = application.current
    judged = current is not None and bool(current.report)
    return {
        "id": application.pk, "applicant": application.key, "notice": application.notice, "state": task.state if task else "none",
        "done": task.done if task else 0, "total": task.total if task else 0, "wrong": task.wrong if task else "", "stage": application.stage,
        "returned": application.returned, "version": current.number if current else None, "changed": application.changed,
        "items": {name: getattr(current, name) for name in ("clear", "review", "bar", "unfinished")} if judged else None,
        "report_sha256": current.report if current and judged else None,
    }  # fmt: skip


def _printing(application: Application) -> Task | None:
    rows = (
        Task.objects.filter(version=application.current_id, kind=KINDS.PAPERS)
        if application.current_id
        else Task.objects.none()
    )
    return rows.order_by("-id").first()


def _papers(task: Task) -> dict[str, Any]:
    files = task.result.get("files", {})
    listed = [
        {"name": name, "size": one["size"], "sha256": one["blob"], "pages": one["pages"]} for name, one in files.items()
    ]
    return {"state": task.state, "wrong": task.wrong, "number": task.result.get("number"), "papers": listed}
