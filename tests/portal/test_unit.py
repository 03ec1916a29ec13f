"""The unit reviewer's whole story: upload, wrong cells, run, pause, look at what is flagged, decide, conflicts, export, hand upward."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from verifier.portal import blobs, events, filing, worker
from verifier.portal.models import Account, Application, Batch, Conflict, Decision, Event, Item, Task, Version
from verifier.portal.run import Run

from . import books
from .conftest import NOTICE, hand_in

Browse = Callable[[Account | None], Client]


def uploaded(client: Client, data: bytes, name: str = "申报.xlsx") -> Batch:
    response = client.post(
        "/unit/batches/new", {"name": "2021年第一批", "notice": NOTICE, "file": SimpleUploadedFile(name, data)}
    )
    assert response.status_code == 302, response.content.decode()
    worker.drain()
    return Batch.objects.latest("id")


def test_every_wrong_cell_is_told_at_once_and_nothing_starts(cast: SimpleNamespace, browse: Browse) -> None:
    people = [
        books.person("A1", "林知远", obtained="去年"),
        books.person("A1", "何以宁"),
        books.person("A3", "白若川", series="艺术"),
    ]
    client = browse(cast.reviewer)
    batch = uploaded(client, books.workbook(people, [("A9", "1", "某题名[J]. 某刊, 2019, 34(5): 21-25.", "很多")]))
    page = client.get(f"/unit/batches/{batch.pk}").content.decode()
    for cell in ("H2", "A3", "D4", "A2", "D2"):
        assert cell in page, cell
    assert batch.state == "refused"
    assert not Application.objects.exists()
    assert client.post(f"/unit/batches/{batch.pk}/turn", {"do": "start"}).status_code == 403


def test_the_whole_story(cast: SimpleNamespace, browse: Browse, sources: Run) -> None:
    client = browse(cast.reviewer)
    template = client.get(f"/unit/template/{NOTICE}")
    assert template.content.startswith(b"PK")
    batch = uploaded(client, books.unit())
    home = f"/unit/batches/{batch.pk}"
    assert "读到 3 位申报人、6 项成果" in client.get(home).content.decode()
    client.post(f"{home}/turn", {"do": "start"})
    assert client.post(f"{home}/turn", {"do": "start"}).status_code == 403  # a second click starts nothing
    assert client.get(f"{home}/watch?state=running").status_code == 200
    client.post(f"{home}/turn", {"do": "pause"})
    worker.drain()
    assert not Application.objects.exists()
    client.post(f"{home}/turn", {"do": "resume"})
    worker.drain()
    batch.refresh_from_db()
    assert batch.state == "done"
    assert Application.objects.filter(batch=batch, stage=1).count() == 3
    assert client.get(f"{home}/watch?state=running")["HX-Refresh"] == "true"

    table = client.get(f"/unit/items?batch={batch.pk}").content.decode()
    assert table.count('name="item"') == 6
    flagged = list(Item.objects.filter(batch=batch, flagged=True, current=True))
    assert flagged
    assert client.get(f"/unit/items?batch={batch.pk}&flagged=1").content.decode().count('name="item"') == len(flagged)

    assert client.post(f"{home}/forward").status_code == 302
    held = {item.application_id for item in flagged}
    assert set(Application.objects.filter(batch=batch, stage=1).values_list("pk", flat=True)) == held  # open items stay

    review = [item for item in flagged if item.outcome != "BAR"]
    shown = client.get(f"/items/{review[0].pk}").content.decode()
    assert "审核意见" in shown
    assert (
        client.post(f"/unit/items/{review[0].pk}/decide", {"outcome": "CLEAR", "why": "好"}).status_code == 403
    )  # says nothing
    answer = client.post(
        "/unit/items/decide", {"item": [item.pk for item in review], "outcome": "BAR", "why": "查过原刊，均不符"}
    )
    assert answer.status_code == 403
    client.post(
        "/unit/items/decide",
        {"item": [item.pk for item in review], "outcome": "CLEAR", "why": "已核对原刊版权页和目录，与所填一致"},
    )
    assert Decision.objects.count() == len(review)
    for item in flagged:
        if item.outcome == "BAR":
            client.post(f"/unit/items/{item.pk}/decide", {"outcome": "BAR", "why": "版权页载明为增刊，核对无误"})
    before = {version.pk: blobs.get(version.report) for version in Version.objects.exclude(report="")}
    assert before == {version.pk: blobs.get(version.report) for version in Version.objects.exclude(report="")}

    assert client.get(f"{home}/export/summary").content.startswith(b"PK")
    assert client.get(f"{home}/export/display-pdf").content.startswith(b"%PDF")
    client.post(f"{home}/pack", {"names": "1"})
    worker.drain()
    bundle = Task.objects.get(kind="bundle")
    assert bundle.state == "done", bundle.wrong
    sent = client.get(f"/unit/bundles/{bundle.pk}")
    names = zipfile.ZipFile(io.BytesIO(b"".join(sent.streaming_content))).namelist()
    assert {"00001/dossier.pdf", "00003/certificate.pdf", "display.pdf", "print-order.xlsx", "summary.xlsx"} <= set(
        names
    )
    client.post(f"{home}/pack", {"only": "slip"})
    worker.drain()
    slips = client.get(f"/unit/bundles/{Task.objects.filter(kind='bundle').latest('id').pk}")
    assert set(zipfile.ZipFile(io.BytesIO(b"".join(slips.streaming_content))).namelist()) == {
        f"0000{n}/slip.pdf" for n in (1, 2, 3)
    }

    client.post(f"{home}/forward")
    assert set(Application.objects.filter(batch=batch).values_list("stage", flat=True)) == {
        2
    }  # the department is over the unit
    department = browse(cast.supervisor)
    one = Application.objects.filter(batch=batch).first()
    assert department.get(f"/applications/{one.pk}").status_code == 200
    assert department.post(f"/applications/{one.pk}/return", {"why": "请补公示证明"}).status_code == 302
    one.refresh_from_db()
    assert (one.stage, one.returned) == (1, "请补公示证明")
    assert not events.breaks()
    assert Event.objects.filter(what="item_decided").count() == Decision.objects.count()


def test_an_archive_of_documents_is_read_by_last_names_alone(cast: SimpleNamespace, browse: Browse) -> None:
    client = browse(cast.reviewer)
    batch = uploaded(client, books.archive(outside="../../../evil.txt"), "材料.zip")
    assert (batch.state, batch.count, batch.items_count) == ("ready", 2, 4)


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"PK\x03\x04broken", "压缩包"), (b"MZ\x90\x00" * 20, ""), (books.workbook([], []), "没有填写申报人")],
)
def test_an_upload_that_is_none_ends_as_a_sentence(
    data: bytes, says: str, cast: SimpleNamespace, browse: Browse
) -> None:
    client = browse(cast.reviewer)
    batch = uploaded(client, data)
    assert batch.state == "refused"
    assert batch.wrong
    assert says in client.get(f"/unit/batches/{batch.pk}").content.decode()


def rows(cast: SimpleNamespace, count: int, flagged: bool = True) -> Batch:
    """Write so many items without verifying anything: only the table is looked at."""
    batch = Batch.objects.create(unit=cast.unit, name="大批", notice=NOTICE, made_by=cast.reviewer, state="done")
    application = filing.opened(hand_in(), cast.unit, batch=batch)
    version = Version.objects.create(
        application=application, number=1, handed="0" * 64, submission="0" * 64, report="0" * 64
    )
    Item.objects.bulk_create(
        Item(version=version, application=application, unit=cast.unit, batch=batch, place=n, key=str(n), title=f"题名{n}", outcome="REVIEW",
             rank=1, reasons=["not_retrieved"], flagged=flagged)
        for n in range(count)
    )  # fmt: skip
    return batch


def test_a_table_asks_as_many_questions_for_ten_items_as_for_fifty(cast: SimpleNamespace, browse: Browse) -> None:
    client = browse(cast.reviewer)

    def asked(batch: Batch) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(f"/unit/items?batch={batch.pk}")
        return len(found)

    small, large = rows(cast, 10), rows(cast, 200)
    asked(small)
    assert asked(small) == asked(large) <= 12


def test_a_reviewer_decides_only_what_lies_with_the_own_unit(cast: SimpleNamespace, browse: Browse) -> None:
    item = rows(cast, 1).items.first()
    words = {"outcome": "CLEAR", "why": "已核对原刊，与所填一致"}
    for who in (cast.other_reviewer, cast.applicant, cast.supervisor, cast.admin):
        assert browse(who).post(f"/unit/items/{item.pk}/decide", words).status_code == 403
        assert browse(who).post("/unit/items/decide", {"item": [item.pk], **words}).status_code == 403
    Application.objects.update(stage=2, reached=2)
    assert browse(cast.reviewer).post(f"/unit/items/{item.pk}/decide", words).status_code == 403  # handed upward
    assert not Decision.objects.exists()


def test_one_paper_under_two_units_raises_both_and_names_nobody(
    checked: Callable[..., Application], cast: SimpleNamespace, browse: Browse
) -> None:
    mine = checked(to=1, name="濮砚棣")
    assert not Conflict.objects.exists()
    theirs = checked(owner=cast.stranger, to=1, name="濮砚棣")
    conflict = Conflict.objects.filter(reason="same_position").first()
    assert conflict is not None
    assert set(conflict.applications.all()) == {mine, theirs}
    page = browse(cast.reviewer).get("/unit/conflicts").content.decode()
    assert "其他单位的申报人" in page
    other = browse(cast.other_reviewer).get("/unit/conflicts").content.decode()
    assert re.search("其他单位的申报人", other)
    count = Conflict.objects.count()
    filing.give_back(theirs, cast.other_reviewer, "请补材料")
    filing.hand_in(theirs, cast.stranger)
    assert Conflict.objects.count() == count  # looked at again, found once


def test_the_own_earlier_list_is_no_conflict_of_two_people(
    checked: Callable[..., Application], cast: SimpleNamespace
) -> None:
    checked(to=1)
    checked(to=1)
    assert not Conflict.objects.filter(reason="same_position").exists()


def test_a_unit_checks_anew_what_was_handed_in_and_its_opinions_stand(
    checked: Callable[..., Application], cast: SimpleNamespace, browse: Browse
) -> None:
    application = checked(to=1)
    client = browse(cast.reviewer)
    item = application.current.items.filter(flagged=True).exclude(outcome="BAR").first()
    client.post(f"/unit/items/{item.pk}/decide", {"outcome": "CLEAR", "why": "已核对原刊版权页，与所填一致"})
    assert client.post(f"/applications/{application.pk}/check").status_code == 302
    worker.drain()
    application.refresh_from_db()
    assert application.current.number == 2
    assert application.current.submission == application.versions.first().submission
    again = application.current.items.get(key=item.key)
    assert (again.state, again.settled) == ("decided", "CLEAR")
    assert "已核对原刊版权页" in client.get(f"/items/{again.pk}").content.decode()
    assert (
        client.post(f"/applications/{application.pk}/drop", {"item": item.key}).status_code == 403
    )  # the list itself stays the applicant's


def test_an_upload_with_an_identity_number_is_not_kept(cast: SimpleNamespace, browse: Browse) -> None:
    people = [books.person("21010119900101123X", "林知远"), books.person("A2", "何以宁")]
    client = browse(cast.reviewer)
    batch = uploaded(client, books.workbook(people, []))
    assert (batch.state, batch.handed) == ("refused", "")
    assert "身份证号" in client.get(f"/unit/batches/{batch.pk}").content.decode()
    assert not list(blobs.folder().glob(f"*/{batch.source}"))  # the upload itself is gone, too


def test_an_export_counts_as_evidence_only_once_the_reviewer_takes_it_in(
    checked: Callable[..., Application], cast: SimpleNamespace, browse: Browse
) -> None:
    application = checked()
    export = "%0 Journal Article\n%A 林知远\n%T 转炉炉衬侵蚀的在线监测\n%J 江城冶金\n%D 2019\n%N 05\n%V 34\n%P 21-25\n%W CNKI\n\n".encode()
    words = {"item": "1", "kind": "export", "file": SimpleUploadedFile("cnki.net", export)}
    browse(cast.applicant).post(f"/applications/{application.pk}/files", words)
    attachment = application.attachments.get()
    filing.hand_in(application, cast.applicant)
    assert browse(cast.applicant).post(f"/unit/files/{attachment.pk}/take", {"source": "cnki"}).status_code == 403
    assert browse(cast.reviewer).post(f"/unit/files/{attachment.pk}/take", {"source": "cnki"}).status_code == 302
    event = Event.objects.get(what="export_taken_in")
    assert event.who == "shen"
