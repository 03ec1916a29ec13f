"""The papers as a person gets them: every format from check, the volume, the three questions, and a signature."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import ROOT
from tests.papers.pictures import page, png
from tests.proof import poppler
from tests.proof.authority import PASSPHRASE, Office
from tests.proof.reading import squeezed

pytestmark = pytest.mark.poppler

Run = Callable[..., "subprocess.CompletedProcess[str]"]
STORY = ROOT / "fixtures" / "stories" / "demo"
LIST = ("check", str(STORY / "list.txt"), "--applicant", str(STORY / "applicant.toml"))
FORMATS = ("pdf", "docx", "html", "xlsx", "json")


@pytest.fixture
def out(run: Run, tmp_path: Path) -> Path:
    """Check the sample list once, in every format."""
    done = run(*LIST, "--out", "out", "--format", ",".join(FORMATS), "--by", "褚槿")
    assert done.returncode == 1, done.stderr
    return tmp_path / "out"


def facts(folder: Path) -> list[str]:
    """Return the cells of table one as the JSON paper holds them."""
    sheet = json.loads((folder / "certificate.json").read_text("utf-8"))
    table = next(block for block in sheet["blocks"] if block.get("name") == "results")
    return [line for row in table["rows"] for cell in row for line in cell.split("\n") if line not in ("", "—")]


def test_every_format_says_the_same_to_a_foreign_reader(out: Path, tmp_path: Path) -> None:
    names = {f"{paper}.{kind}" for paper in ("certificate", "checklist") for kind in FORMATS} | {"report.json"}
    assert {path.name for path in out.iterdir()} == names
    pdf = squeezed(poppler.text((out / "certificate.pdf").read_bytes(), tmp_path, "-raw"))
    word = docx.Document(BytesIO((out / "certificate.docx").read_bytes()))
    cells = squeezed("".join(cell.text for table in word.tables for row in table.rows for cell in row.cells))
    book = CalamineWorkbook.from_filelike(BytesIO((out / "certificate.xlsx").read_bytes()))
    sheets = squeezed("".join(str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row))
    web = squeezed((out / "certificate.html").read_text("utf-8").replace("<br>", ""))
    found = facts(out)
    assert len(found) > 60
    for fact in found:
        for text in (pdf, cells, sheets, web):
            assert squeezed(fact) in text, fact


def test_running_again_gives_the_same_bytes_in_every_format(out: Path, run: Run, tmp_path: Path) -> None:
    run(*LIST, "--out", "again", "--format", ",".join(FORMATS))
    for path in out.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_an_unknown_format_is_refused_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    done = run(*LIST, "--out", "out", "--format", "pdf,odt")
    assert done.returncode == 2
    assert "odt" in done.stderr
    assert not (tmp_path / "out").exists()


def test_only_a_named_reviewer_with_a_reason_turns_a_draft_into_an_original(run: Run, tmp_path: Path) -> None:
    failing = (*LIST, "--fault", "vip:server_error:any")
    for words, draft in (((), True), (("--reviewer", "褚槿"), True), (("--because", "站点维护"), True)):
        done = run(*failing, "--out", "out", *words)
        assert done.returncode == 3, done.stderr
        text = poppler.text((tmp_path / "out" / "certificate.pdf").read_bytes(), tmp_path)
        assert ("草稿 DRAFT" in text) is draft
    run(*failing, "--out", "out", "--reviewer", "褚槿", "--because", "站点维护")
    text = squeezed(poppler.text((tmp_path / "out" / "certificate.pdf").read_bytes(), tmp_path))
    assert "草稿" not in text
    assert "未完成检索的原因（复核人注明）：站点维护（复核人：褚槿" in text


def test_authenticate_answers_the_three_questions(out: Path, run: Run, tmp_path: Path) -> None:
    done = run("authenticate", "out/certificate.pdf")
    assert done.returncode == 0, done.stdout
    for words in ("未改动", "褚槿", "沈阳北陆重型装备有限公司", "有效", "演示数据"):
        assert words in done.stdout
    data = (out / "certificate.pdf").read_bytes()
    (tmp_path / "other.pdf").write_bytes(data.replace(b"/Title", b"/Tytle", 1))
    done = run("authenticate", "other.pdf")
    assert (done.returncode, "已改动" in done.stdout) == (1, True)
    done = run("authenticate", "out/certificate.pdf", "--withdraw", "误出", "--by", "郜聿")
    assert done.returncode == 1
    assert "已撤销（郜聿" in done.stdout
    assert run("authenticate", "nothing.pdf").returncode == 2


def test_the_short_code_on_the_paper_finds_its_certificate(out: Path, run: Run, tmp_path: Path) -> None:
    short = json.loads((out / "certificate.json").read_text("utf-8"))["short"]
    assert short in poppler.text((out / "certificate.pdf").read_bytes(), tmp_path)
    done = run("authenticate", short.replace("-", "").lower())
    assert done.returncode == 0, done.stdout
    assert short in done.stdout
    assert "Traceback" not in run("authenticate", short[:-1] + "?").stderr


def test_the_volume_holds_what_was_brought_and_its_bundle_is_whole(out: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "brought").mkdir()
    (tmp_path / "brought" / "1 期刊查询.pdf").write_bytes(page("查询页打印件"))
    (tmp_path / "brought" / "1 封面.png").write_bytes(png(60, 80))
    (tmp_path / "brought" / "杂项.doc").write_bytes(b"x")
    done = run("dossier", "out/report.json", "--attach", "brought", "--out", "volume", "--first", "31")
    assert done.returncode == 0, done.stderr
    assert "杂项.doc" in done.stderr
    text = poppler.text((tmp_path / "volume" / "dossier.pdf").read_bytes(), tmp_path)
    assert "查询页打印件 1" in text
    assert "卷内第 31 页" in text
    checked = subprocess.run(
        ["python3", "-I", str(ROOT / "docs" / "verify_bundle.py"), str(tmp_path / "volume" / "bundle.wacz")],
        capture_output=True, text=True, encoding="utf-8", env={"PATH": "/usr/bin:/bin:/usr/local/bin", "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    for name in ("dossier.pdf", "slip.pdf", "bundle.wacz", "certificate.pdf"):
        assert run("authenticate", f"volume/{name}").returncode == 0, name


def test_a_report_that_somebody_edited_is_not_bound(out: Path, run: Run, tmp_path: Path) -> None:
    text = (out / "report.json").read_text("utf-8")
    (tmp_path / "edited.json").write_text(text.replace('"outcome":"BAR"', '"outcome":"CLEAR"'), encoding="utf-8")
    done = run("dossier", "edited.json", "--out", "volume")
    assert done.returncode == 2
    assert "与其内容摘要不符" in done.stderr
    assert not (tmp_path / "volume").exists()


def test_a_unit_gets_a_display_list_without_names_and_an_order_of_printing(out: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "unit.jsonl").write_bytes((out / "report.json").read_bytes() + b"\n")
    done = run("dossier", "unit.jsonl", "--out", "unit")
    assert done.returncode == 0, done.stderr
    name = json.loads((out / "report.json").read_text("utf-8"))["applicant"]["name"]
    shown = poppler.text((tmp_path / "unit" / "display.pdf").read_bytes(), tmp_path)
    assert "公示" in shown
    assert name not in shown
    assert "需人工核对" not in shown
    order = squeezed(poppler.text((tmp_path / "unit" / "print-order.pdf").read_bytes(), tmp_path))
    assert "00001/dossier.pdf" in order
    book = CalamineWorkbook.from_path(tmp_path / "unit" / "print-order.xlsx")
    rows = [row for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python()]
    pages = {str(row[2]): row[4] for row in rows if len(row) > 4}
    assert pages["00001/dossier.pdf"] == float(poppler.run("pdfinfo", str(tmp_path / "unit/00001/dossier.pdf")).split("Pages:")[1].split()[0])
    run("dossier", "unit.jsonl", "--out", "named", "--names")
    assert name in poppler.text((tmp_path / "named" / "display.pdf").read_bytes(), tmp_path)


def test_a_unit_signs_by_its_own_certificate_and_the_signed_paper_is_known(out: Path, run: Run, tmp_path: Path) -> None:
    office = Office(tmp_path)
    key = office.key("例单位")
    words = ("sign", "out/certificate.pdf", "--key", str(key), "--as", "unit")
    done = run(*words, env={"VERIFIER_KEY_PASSPHRASE": PASSPHRASE.decode()})
    assert done.returncode == 0, done.stderr
    assert "Signature is Valid" in poppler.signatures((out / "certificate.signed.pdf").read_bytes(), tmp_path)
    done = run("authenticate", "out/certificate.signed.pdf", "--trust", str(office.root))
    assert done.returncode == 0, done.stdout
    assert "证书可信" in done.stdout
    wrong = run(*words, env={"VERIFIER_KEY_PASSPHRASE": "wrong"})
    assert (wrong.returncode, "无法打开" in wrong.stderr) == (2, True)


def test_a_batch_leaves_everybodys_papers_and_a_summary_to_sort_and_filter(run: Run, tmp_path: Path) -> None:
    rows = (ROOT / "fixtures/stories/unit/submissions.jsonl").read_text("utf-8").splitlines()[:2]
    (tmp_path / "two.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = run("batch", "two.jsonl", "--out", "out", "--format", "pdf,docx")
    assert done.returncode in (0, 1), done.stderr
    assert "出具 2/2" in done.stderr
    for place in ("00001", "00002"):
        names = {path.name for path in (tmp_path / "out" / "papers" / place).iterdir()}
        assert names == {"report.json", "certificate.pdf", "certificate.docx", "checklist.pdf", "checklist.docx"}
    book = CalamineWorkbook.from_path(tmp_path / "out" / "summary.xlsx")
    people = book.get_sheet_by_name("申报人").to_python()
    assert [row[0] for row in people[2:]] == [json.loads(row)["applicant"]["name"] for row in rows]
    outputs = book.get_sheet_by_name("成果").to_python()
    assert len(outputs) - 2 == sum(len(json.loads(row)["items"]) for row in rows)
    assert run("authenticate", "out/papers/00002/checklist.docx").returncode == 0
