"""A database that does not answer, through the whole walk: the printed date of a paper bars nobody while it is silent."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from verifier.desk import opened_desk
from verifier.model import ItemReport, Submission
from verifier.serving import Choice

NOTICE = "liaoning-gxt-2021-194"
RELEASED = "诸葛砚, 欧桉. 编队无人机相对定位的时延补偿[J]. 电光与控制, 2021(10): 71-75."
"""Printed in October 2021, after the counting date, and released on-line on 12 August, which CNKI alone shows."""
LATE = "濮砚棣, 卓笠. 矿用减速器油泵吸空的流道改进[J]. 机械设计与制造, 2021(9): 133-136."
"""Printed in September 2021, and never shown on-line before."""


def judged(folder: Path, name: str, text: str, *faults: str) -> ItemReport:
    """Return what becomes of one paper of an engineer where sites fail as told."""
    applicant = {
        "id": "a1", "name": name, "units": [], "series": "engineering", "specialty": "机电", "level": "高级工程师",
        "qualification": {"title": "工程师", "obtained": "2016-12-30", "basis": "certificate", "source": "证书"},
        "fields": {"own": ["T", "V"], "near": []},
    }  # fmt: skip
    plain = {"applicant": applicant, "notice": NOTICE, "items": [{"id": "a1-1", "text": text, "claimed": None}]}
    with opened_desk(Choice(data=str(folder), faults=faults), NOTICE) as desk:
        return desk.verify(msgspec.convert(plain, Submission), {}, lambda _: None).items[0]


def said(item: ItemReport) -> set[tuple[str, str]]:
    return {(one.reason.value, one.outcome.value) for one in item.findings}


def test_two_dates_across_the_cut_off_are_for_a_person(tmp_path: Path) -> None:
    assert said(judged(tmp_path, "诸葛砚", RELEASED)) == {("date_straddles_end", "REVIEW")}


@pytest.mark.parametrize(
    "fault", ["cnki:slider:any", "cnki:soft_block:any", "cnki:truncated:detail", "cnki:login_wall:detail"]
)
def test_the_printed_date_alone_bars_nobody_while_cnki_is_silent(tmp_path: Path, fault: str) -> None:
    item = judged(tmp_path, "诸葛砚", RELEASED, fault)
    assert ("after_cutoff", "REVIEW") in said(item)
    assert "BAR" not in {outcome for _, outcome in said(item)}
    finding = next(one for one in item.findings if one.reason.value == "after_cutoff")
    assert "请补检中国知网" in finding.remedy


def test_a_late_paper_is_barred_once_every_database_has_answered_and_asked_about_before(tmp_path: Path) -> None:
    assert ("after_cutoff", "BAR") in said(judged(tmp_path / "whole", "卓笠", LATE))
    assert ("after_cutoff", "REVIEW") in said(judged(tmp_path / "part", "卓笠", LATE, "vip:server_error:any"))
