"""The applicant's whole story: write, see what was read, correct, check, read the results, mend, try dates, print, hand in."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from verifier.packaged import fixtures
from verifier.portal import blobs, events, filing, worker
from verifier.portal.models import Account, Application, Attachment, Event, Task
from verifier.portal.run import Run
from verifier.reasons import Outcome
from verifier.verify import content_hash

from .conftest import NOTICE, hand_in

Browse = Callable[[Account | None], Client]
ABOUT = {
    "notice": NOTICE, "name": "林知远", "units": "江城冶金设备有限公司", "series": "engineering", "specialty": "冶金", "level": "高级工程师",
    "title": "工程师", "obtained": "2016年12月30日", "basis": "certificate",
}  # fmt: skip


def listed() -> bytes:
    return (Path(fixtures()) / "stories" / "demo" / "list.docx").read_bytes()


def begun(client: Client, **words: object) -> Application:
    response = client.post("/applications/new", {**ABOUT, "text": "", **words})
    assert response.status_code == 302, response.content.decode()
    return Application.objects.latest("id")


def test_a_pasted_list_is_read_and_shown_with_its_original(cast: SimpleNamespace, browse: Browse) -> None:
    client = browse(cast.applicant)
    application = begun(
        client,
        text="1. 林知远，何以宁. 转炉炉衬侵蚀的在线监测[J]. 江城冶金, 2019, 34(5): 21-25.\n2. 林知远. 连铸坯热送温度场[J]. 江城冶金, 2020, 35(2): 8-12.",
    )
    page = client.get(f"/applications/{application.pk}").content.decode()
    assert "转炉炉衬侵蚀的在线监测" in page
    assert "连铸坯热送温度场" in page
    assert filing.draft(application).submission.applicant.qualification.obtained == "2016-12-30"


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"obtained": "去年"}, "不是日期"),
        ({"specialty": " "}, "必填"),
        ({"own": "冶金"}, "不是中图法分类号"),
        ({"text": "  "}, "请粘贴清单"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_made(
    wrong: dict[str, str], complaint: str, cast: SimpleNamespace, browse: Browse
) -> None:
    page = browse(cast.applicant).post(
        "/applications/new", {**ABOUT, "text": "林知远. 某题名[J]. 某刊, 2019, 34(5): 21-25.", **wrong}
    )
    assert complaint in page.content.decode()
    assert not Application.objects.exists()


def test_a_hostile_upload_ends_as_a_sentence(cast: SimpleNamespace, browse: Browse) -> None:
    page = browse(cast.applicant).post(
        "/applications/new", {**ABOUT, "text": "", "file": SimpleUploadedFile("清单.docx", b"MZ\x90\x00" * 100)}
    )
    assert "可执行程序" in page.content.decode()


def test_a_correction_keeps_what_was_read_first(cast: SimpleNamespace, browse: Browse) -> None:
    client = browse(cast.applicant)
    application = begun(client, text="林知远. 转炉炉衬侵蚀的在线监测[J]. 江城冶金, 2019, 34(5): 21-25.")
    form = client.get(f"/applications/{application.pk}/items/1").content.decode()
    fields = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', form))
    fields.pop("csrfmiddlewaretoken", None)
    client.post(f"/applications/{application.pk}/items/1", {**fields, "year": "2018", "authors": "林知远,何以宁"})
    application.refresh_from_db()
    citation = filing.draft(application).citations["1"]
    assert (citation.year, citation.authors) == ("2018", ("林知远", "何以宁"))
    assert citation.raw == "林知远. 转炉炉衬侵蚀的在线监测[J]. 江城冶金, 2019, 34(5): 21-25."
    assert {(one.field, one.original, one.repaired) for one in citation.doubts if one.note == "申报人更正"} == {
        ("year", "2019", "2018"), ("authors", "林知远", "林知远，何以宁")
    }  # fmt: skip
    page = client.get(f"/applications/{application.pk}").content.decode()
    assert "<del>2019</del>" in page


def test_the_whole_story(cast: SimpleNamespace, browse: Browse, sources: Run) -> None:
    client = browse(cast.applicant)
    application = begun(client, file=SimpleUploadedFile("成果.docx", listed()))
    home = f"/applications/{application.pk}"

    client.post(f"{home}/check")
    assert "排队中" in client.get(home).content.decode()
    assert client.get(f"{home}/watch").status_code == 200
    client.post(f"{home}/check")  # impatience starts nothing twice
    assert Task.objects.count() == 1
    worker.drain()
    assert client.get(f"{home}/watch")["HX-Refresh"] == "true"
    application.refresh_from_db()
    report = blobs.report(application.current.report)
    assert content_hash(report) == report.hash

    page = client.get(home).content.decode()
    assert "演示数据" in page
    for item in application.current.items.all():
        shown = client.get(f"/items/{item.pk}").content.decode()
        found = next(one for one in report.items if one.id == item.key)
        for finding in found.findings:
            assert finding.says in shown.replace("&#x27;", "'").replace("&quot;", '"')
            assert finding.remedy in shown
        if found.outcome is Outcome.CLEAR:
            assert "一致" in shown
    evidence = report.evidence[0].id
    captured = client.get(f"/evidence/{application.current_id}/{evidence}")
    assert "<script" not in captured.content.decode().split("<main", 1)[1]

    tried = client.get(
        f"{home}/what-if", {"obtained": "2010-01-01", "series": "engineering", "basis": "certificate"}
    ).content.decode()
    assert "计算期间" in tried

    picture = io.BytesIO()
    segno.make("版权页").save(picture, kind="png", scale=4)
    scan = SimpleUploadedFile("../../版权页.png", picture.getvalue())
    client.post(f"{home}/files", {"item": report.items[0].id, "kind": "imprint", "file": scan})
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.sniffed, attachment.pages) == ("版权页.png", "png", 1)
    sent = client.get(f"/files/{attachment.pk}")
    assert sent.content == picture.getvalue()
    assert sent["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in sent["Content-Security-Policy"]

    client.post(f"{home}/papers", {"docx": "1"})
    worker.drain()
    order = Task.objects.get(kind="papers")
    assert order.state == "done", order.wrong
    assert {
        "certificate.pdf",
        "checklist.pdf",
        "dossier.pdf",
        "slip.pdf",
        "report.json",
        "bundle.wacz",
        "certificate.docx",
    } <= set(order.result["files"])
    assert client.get(f"/papers/{order.pk}/certificate.pdf").content.startswith(b"%PDF")
    assert "检索证明" in client.get(f"{home}/papers/watch").content.decode()

    dropped = report.items[-1].id
    client.post(f"{home}/drop", {"item": dropped})
    assert "重新核验" in client.get(home).content.decode()
    assert client.post(f"{home}/hand-in").status_code == 403  # not checked as it stands
    client.post(f"{home}/check")
    worker.drain()
    application.refresh_from_db()
    assert application.current.number == 2
    assert dropped not in {one.id for one in blobs.report(application.current.report).items}
    client.post(f"{home}/papers")
    worker.drain()
    numbers = [one.result["number"] for one in Task.objects.filter(kind="papers").order_by("id")]
    assert len(set(numbers)) == 2  # another list, another certificate

    assert client.post(f"{home}/hand-in").status_code == 302
    application.refresh_from_db()
    assert (application.stage, application.reached) == (1, 1)
    assert client.post(f"{home}/drop", {"item": "1"}).status_code == 403  # with the unit now
    assert client.post(f"{home}/remove").status_code == 403
    frozen = application.current
    assert blobs.report(frozen.report).hash == frozen.report_hash
    assert not events.breaks()
    acts = set(Event.objects.values_list("what", flat=True))
    assert {
        "application_made",
        "version_frozen",
        "verified",
        "items_dropped",
        "file_added",
        "papers_ordered",
        "papers_issued",
        "handed_in",
    } <= acts


def test_an_applicant_adds_no_program_and_no_picture_bomb(cast: SimpleNamespace, browse: Browse) -> None:
    client = browse(cast.applicant)
    application = filing.opened(hand_in(), cast.unit, owner=cast.applicant)
    for name, data in (
        ("a.pdf", b"MZ\x90\x00"),
        ("b.png", b"\x89PNG\r\n\x1a\nbroken"),
        ("c.html", b"<script>alert(1)</script>"),
        ("d.pdf", b""),
    ):
        client.post(
            f"/applications/{application.pk}/files",
            {"item": "1", "kind": "cover", "file": SimpleUploadedFile(name, data)},
        )
    assert not Attachment.objects.exists()


def test_what_was_never_handed_in_can_be_deleted_and_leaves_a_tombstone(cast: SimpleNamespace, browse: Browse) -> None:
    client = browse(cast.applicant)
    application = filing.opened(hand_in(), cast.unit, owner=cast.applicant)
    assert client.post(f"/applications/{application.pk}/remove").status_code == 302
    assert client.get(f"/applications/{application.pk}").status_code == 403
    application.refresh_from_db()
    assert application.removed
    assert application.removed_by == cast.applicant
    assert application.retain_until.year >= 2036
    assert Event.objects.filter(what="removed").exists()
