"""Measure the papers: one pair cold, pages a second in batch, size with annex, and the other formats beside the PDF.

Run `python bench/proof.py` from the project's folder; `--data FILE` takes a report of your own (JSON) instead of the samples.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pypdfium2

from verifier.model import Report
from verifier.proof import AnnexPage, certificate, checklist, docx, html, pdf, render, summary, visible_text, xlsx

SAMPLES = Path("fixtures/reports")
NUMBER, ISSUED = "202621010000001E", "2026-03-02"
PAGE = (
    "<html><body><h1>检索结果</h1><table>"
    + "".join(
        f"<tr><td>{n}</td><td>例文题名之{n}</td><td>例作者</td><td>例刊 2019({n % 12 + 1})</td></tr>" for n in range(50)
    )
    + "</table></body></html>"
)
COLD = """
import pathlib, time, msgspec, typst, pylopdf_fonts_zh_cn
from verifier.model import Report
from verifier.proof import certificate, pdf
report = msgspec.json.decode(pathlib.Path({path!r}).read_bytes(), type=Report)
start = time.perf_counter()
pdf.render(certificate.build(report, number={number!r}, issued={issued!r}))
print(time.perf_counter() - start)
"""


def annexed(report: Report) -> tuple[AnnexPage, ...]:
    """Return an annex page for each piece of evidence, with the text of a made-up result page."""
    text = visible_text(PAGE.encode())
    return tuple(AnnexPage(evidence=one, text=text, fields=(("题名", "例文"),)) for one in report.evidence)


def cold(path: Path) -> float:
    """Return the seconds of the first certificate in a fresh process, imports not counted; the best of three."""
    code = COLD.format(path=str(path), number=NUMBER, issued=ISSUED)
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs)


def timed(work: Callable[[], bytes], times: int = 5) -> tuple[float, bytes]:
    """Return the mean seconds of a piece of work, run `times` times after one warm-up, and its result."""
    result = work()
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times, result


def pages_per_second(report: Report, copies: int = 20) -> tuple[float, float]:
    """Return pages and pairs of papers printed a second, `copies` different pairs with their annex."""
    annex = annexed(report)
    start, pages = time.perf_counter(), 0
    for place in range(copies):
        papers = render(report, annex=annex, number=f"{place:016d}", issued=ISSUED)
        pages += sum(len(pypdfium2.PdfDocument(data)) for data in papers.values())
    spent = time.perf_counter() - start
    return pages / spent, copies / spent


def main() -> None:
    """Print one line a figure."""
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=SAMPLES / "ordinary.json")
    path = options.parse_args().data
    report = msgspec.json.decode(path.read_bytes(), type=Report)
    paper = certificate.build(report, annex=annexed(report), number=NUMBER, issued=ISSUED)
    print(f"cold certificate, imports not counted: {cold(path):.3f} s")
    pages, pairs = pages_per_second(report)
    print(f"batch: {pages:.0f} pages/s, {pairs:.1f} pairs/s with annex")
    formats: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: pdf.render(paper),
        "docx": lambda: docx.render(paper),
        "html": lambda: html.render(paper),
        "checklist pdf": lambda: pdf.render(checklist.build(report, number=NUMBER, issued=ISSUED)),
        "xlsx, 500 reports": lambda: xlsx.render(summary.build([report] * 500), issued=ISSUED),
    }
    for name, work in formats.items():
        seconds, data = timed(work, 3)
        same = "same bytes again" if work() == data else "NOT THE SAME AGAIN"
        print(f"{name}: {seconds * 1000:.0f} ms, {len(data) / 1000:.0f} kB, {same}")
    print(f"items {len(report.items)}, annex pages {len(paper.annex)}")


if __name__ == "__main__":
    main()
