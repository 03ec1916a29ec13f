"""Unchanged, issued by whom, still standing: three answers, and no altered file passes for an issued one."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from tests.papers.altering import altered
from tests.papers.small_office import AT, Office
from tests.proof.authority import PASSPHRASE
from tests.proof.authority import Office as Authority
from verifier.model import Report
from verifier.papers import bundle, claims
from verifier.papers.authentic import Verdict, authenticate
from verifier.papers.register import Register
from verifier.proof import Beside, Noted, seal
from verifier.verify import content_hash

FORMATS = ("pdf", "docx", "html", "xlsx", "json")


def asked(office: Office, data: bytes) -> Verdict:
    return authenticate(data, [Register(office.register.path.parent)])


def later(report: Report) -> Report:
    other = msgspec.structs.replace(report, retrieved=None)
    return msgspec.structs.replace(other, hash=content_hash(other))


def test_every_issued_file_in_every_format_is_known_unchanged_and_standing(office: Office) -> None:
    files = office.issue(office.take(), formats=FORMATS, by="褚槿")
    assert len(files) == 1 + 2 * len(FORMATS)
    for name, data in files.items():
        verdict = asked(office, data)
        assert (verdict.contents, verdict.name, verdict.good) == ("unchanged", name, True)
        assert verdict.issued is not None
        assert verdict.printed is not None
        assert (verdict.issued.unit, verdict.printed.by) == ("沈阳北陆重型装备有限公司铸锻分公司", "褚槿")


@pytest.mark.parametrize("kind", FORMATS)
def test_no_altered_paper_passes(office: Office, kind: str) -> None:
    data = office.issue(office.take(), formats=(kind,))[f"certificate.{kind}"]
    passed = [name for name, made in altered(data, 60) if authenticate(made, [office.register]).good]
    assert passed == []


def test_an_altered_pdf_is_told_from_one_that_nobody_issued(office: Office) -> None:
    data = office.issue(office.take())["certificate.pdf"]
    changed = asked(office, data.replace(b"/Title", b"/Tytle", 1))
    assert changed.contents == "changed"
    assert changed.number == office.register.number_of(office.take())
    assert changed.problems[0] == "与该编号登记的各文件都不相同"
    stranger = authenticate(data, [Register(office.folder / "elsewhere")])
    assert (stranger.contents, stranger.good, stranger.problems) == ("unknown", False, ())
    assert stranger.number == changed.number


def test_a_pdf_whose_carried_report_was_swapped_says_so(office: Office) -> None:
    report = office.take()
    first = office.issue(report)["certificate.pdf"]
    number = office.register.number_of(report)
    second = office.issue(later(report))["certificate.pdf"]
    claim = claims.read(second)
    assert claim.report == later(report).hash
    assert claims.read(first).number == number
    other = office.register.numbered[claim.number]
    office.register.numbered[claim.number] = msgspec.structs.replace(other, report="0" * 64)
    verdict = authenticate(second + b"\n", [office.register])
    assert "所附的核验结果不是该编号登记的那一份" in verdict.problems


def test_a_draft_a_superseded_and_a_withdrawn_paper_are_unchanged_and_not_good(office: Office) -> None:
    report, unfinished = office.take(), office.take("unfinished")
    first = office.issue(report)["certificate.pdf"]
    draft = office.issue(unfinished)["certificate.pdf"]
    assert asked(office, draft).is_draft
    assert not asked(office, draft).good
    second = office.issue(later(report))["certificate.pdf"]
    old, new = asked(office, first), asked(office, second)
    assert old.state is not None
    assert (old.contents, old.state.standing, old.state.by, old.good) == ("unchanged", "superseded", new.number, False)
    assert new.good
    Register(office.register.path.parent).withdraw(new.number, why="误出", by="褚槿", at=AT)
    assert asked(office, second).good is False
    assert asked(office, first).good is True


def test_a_draft_stays_a_draft_after_its_original_was_issued(office: Office) -> None:
    unfinished = office.take("unfinished")
    draft = office.issue(unfinished)["certificate.pdf"]
    original = office.issue(unfinished, beside=Beside(noted=Noted(by="褚槿", why="站点维护")))["certificate.pdf"]
    assert [asked(office, one).good for one in (draft, original)] == [False, True]


def test_a_signed_paper_is_known_by_what_stands_before_its_signatures(office: Office, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    data = office.issue(office.take())["certificate.pdf"]
    signed = seal.sign(data, "unit", key=authority.key("例单位"), passphrase=PASSPHRASE)
    roots = seal.roots([authority.root])
    verdict = authenticate(signed, [office.register], roots)
    assert (verdict.contents, verdict.good, verdict.name) == ("signed", True, "certificate.pdf")
    assert [(one.role, one.holds, one.trusted) for one in verdict.signatures] == [("unit", True, True)]
    assert authenticate(signed, [office.register]).signatures[0].trusted is False
    for made in (signed + b"\n%%EOF\n", signed[:-40] + b"x" + signed[-39:], data + b"1 0 obj\n<<>>\nendobj\n%%EOF\n"):
        assert authenticate(made, [office.register], roots).good is False


def test_a_bundle_is_a_registered_file_like_any_other(office: Office) -> None:
    report = office.take()
    office.issue(report)
    data = bundle.build(report, office.index(report), office.archive)
    number = office.register.number_of(report)
    office.register.note(number, {"bundle.wacz": data}, draft=False, at=AT)
    assert (asked(office, data).kind, asked(office, data).good) == ("bundle", True)
    assert claims.read(data) == claims.Claim(kind="bundle", number=number, report=report.hash)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "unknown"),
        (b"%PDF-1.7\nrubbish", "pdf"),
        (b"%PDF-1.7\n" + b"stream\n" * 50_000, "pdf"),
        (b"{" * 5000, "json"),
        (b'{"across":' + b"[" * 5000, "json"),
        (b"PK\x03\x04rubbish", "unknown"),
        (b"<!doctype html><title>x</title>", "html"),
        (b"\x89PNG", "unknown"),
    ],
)
def test_a_file_that_is_none_of_ours_is_unknown_and_never_good(office: Office, data: bytes, kind: str) -> None:
    verdict = asked(office, data)
    assert (verdict.kind, verdict.contents, verdict.good) == (kind, "unknown", False)


def test_a_bomb_in_a_zip_costs_no_more_than_its_bounds(office: Office) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (claims.MEMBER * 3))
    verdict = asked(office, out.getvalue())
    assert (verdict.kind, verdict.number) == ("docx", "")
