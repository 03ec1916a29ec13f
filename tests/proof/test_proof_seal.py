"""Signatures by people's own certificates, in order, time-stamped, and seen through by a second program when anything changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.proof import poppler
from tests.proof.authority import PASSPHRASE, STAMPED, Office, serving
from tests.proof.reading import ISSUED, NUMBER
from verifier.errors import BadValue, UnreadableFile
from verifier.model import Report
from verifier.proof import certificate, pdf, seal

Read = Callable[[str], Report]
VALID = "Signature is Valid"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def clock(office: Office) -> Iterator[str]:
    """Serve a time stamp authority and return its URL."""
    with serving(office.stamper()) as url:
        yield url


@pytest.fixture
def paper(sample: Read) -> bytes:
    return pdf.render(certificate.build(sample("one"), number=NUMBER, issued=ISSUED))


def signed(paper: bytes, office: Office, *roles: seal.Role, clock: str | None = None) -> bytes:
    for role in roles:
        paper = seal.sign(paper, role, key=office.key(f"签署人 {role}"), passphrase=PASSPHRASE, authority=clock)
    return paper


@pytest.mark.poppler
def test_four_people_sign_in_order_and_poppler_agrees(paper: bytes, office: Office, clock: str, tmp_path: Path) -> None:
    whole = signed(paper, office, "searcher", "reviewer", "unit", "department", clock=clock)
    found = seal.signatures(whole, seal.roots([office.root]))
    assert [one.role for one in found] == ["searcher", "reviewer", "unit", "department"]
    assert all(one.holds and one.trusted and one.stamped for one in found)
    assert {one.at for one in found} == {STAMPED.isoformat()}
    said = poppler.signatures(whole, tmp_path)
    assert said.count(VALID) == 4
    assert said.count("ETSI.CAdES.detached") == 4
    assert said.count("Total document signed") == 1
    assert "签署人 department" in said


def test_what_was_printed_stays_as_it_was_under_the_signatures(paper: bytes, office: Office) -> None:
    assert signed(paper, office, "unit").startswith(paper)


@pytest.mark.poppler
def test_a_flipped_byte_is_found_by_both(paper: bytes, office: Office, tmp_path: Path) -> None:
    whole = signed(paper, office, "unit")
    place = whole.index(b"/Producer") if b"/Producer" in whole else 4000
    broken = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    assert not any(one.intact for one in seal.signatures(broken))
    assert VALID not in poppler.signatures(broken, tmp_path)


@pytest.mark.poppler
def test_a_page_changed_after_signing_is_found_though_every_signed_byte_is_there(paper: bytes, office: Office, tmp_path: Path) -> None:
    whole = signed(paper, office, "searcher", "unit")
    writer = IncrementalPdfFileWriter(BytesIO(whole))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[generic.pdf_name("/Rotate")] = generic.NumberObject(180)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    found = seal.signatures(out.getvalue())
    assert [one.intact for one in found] == [True, True]
    assert [one.whole for one in found] == [False, False]
    assert "Total document signed" not in poppler.signatures(out.getvalue(), tmp_path)


def test_a_further_signature_is_no_change(paper: bytes, office: Office) -> None:
    assert all(one.holds for one in seal.signatures(signed(paper, office, "reviewer", "department")))


@pytest.mark.parametrize(("first", "second"), [("unit", "reviewer"), ("department", "unit"), ("unit", "unit")])
def test_nobody_signs_before_his_turn_is_over_or_twice(
    paper: bytes, office: Office, first: seal.Role, second: seal.Role
) -> None:
    whole = signed(paper, office, first)
    with pytest.raises(BadValue, match="不能在此时签署"):
        signed(whole, office, second)


def test_a_role_may_be_left_out(paper: bytes, office: Office) -> None:
    assert [one.role for one in seal.signatures(signed(paper, office, "searcher", "department"))] == ["searcher", "department"]


def test_a_strangers_certificate_is_intact_and_not_trusted(paper: bytes, office: Office, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other", "他处根证书")
    (found,) = seal.signatures(signed(paper, other, "unit"), seal.roots([office.root]))
    assert (found.holds, found.trusted) == (True, False)


def test_without_an_authority_the_time_is_the_signers_own(paper: bytes, office: Office) -> None:
    (found,) = seal.signatures(signed(paper, office, "unit"))
    assert (found.stamped, bool(found.at)) == (False, True)


def test_an_authority_that_does_not_answer_leaves_the_paper_unsigned_and_says_so(paper: bytes, office: Office) -> None:
    with pytest.raises(BadValue, match="文件没有改动"):
        seal.sign(paper, "unit", key=office.key("例"), passphrase=PASSPHRASE, authority="http://127.0.0.1:9/")


@pytest.mark.parametrize("wrong", ["passphrase", "file"])
def test_a_key_that_cannot_be_opened_is_named(paper: bytes, office: Office, tmp_path: Path, wrong: str) -> None:
    key = office.key("例")
    if wrong == "file":
        key = tmp_path / "no.p12"
        key.write_bytes(b"no key")
    with pytest.raises(BadValue, match="无法打开"):
        seal.sign(paper, "unit", key=key, passphrase=b"wrong")


def test_what_is_no_pdf_is_refused_with_a_sentence() -> None:
    for data in (b"", b"%PDF-1.7\nrubbish", b"x" * 2000):
        with pytest.raises(UnreadableFile, match="PDF 无法读取"):
            seal.signatures(data)


def test_an_unsigned_paper_has_no_signatures(paper: bytes) -> None:
    assert seal.signatures(paper) == ()
    assert not seal.has_signatures(paper)
