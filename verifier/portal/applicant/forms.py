"""The applicant's forms."""

from __future__ import annotations

from typing import Any

from django import forms

from verifier.errors import InputError
from verifier.model import Applicant, OwnFields, Qualification
from verifier.portal import walk
from verifier.portal.language import later, say, told
from verifier.submissions import people, template
from verifier.submissions.heads import SERIES

SERIES_CHOICES = [
    ("engineering", later("工程系列", "Engineering")),
    ("economics", later("经济系列", "Economics")),
    ("other", later("其他系列", "Other")),
]
BASES = [
    ("certificate", later("资格证书", "the certificate")), ("review-year", later("评审年度", "the review year")),
    ("appointment", later("聘任时间", "the appointment")),
]  # fmt: skip
MOST_TEXT = 200_000
MOST_BYTES = 32 * 1024 * 1024


class About(forms.Form):
    """Who applies for what, under which notice."""

    notice = forms.ChoiceField(label=later("评审通知", "Notice"))
    name = forms.CharField(label=later("姓名（与证件一致）", "Name, as on the identity card"), max_length=50)
    name_latin = forms.CharField(
        label=later("姓名拼音（有外文成果时填，多种写法用分号隔开）", "Name in Latin letters (for foreign outputs)"),
        max_length=200,
        required=False,
    )
    units = forms.CharField(
        label=later("工作单位（与公章一致，大型单位填至二级单位）", "Unit, as on its seal"), max_length=200
    )
    series = forms.ChoiceField(label=later("申报系列", "Series"), choices=SERIES_CHOICES)
    specialty = forms.CharField(
        label=later("申报专业", "Specialty"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "specialties", "autocomplete": "off"}),
    )
    level = forms.CharField(
        label=later("申报资格", "Title applied for"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "levels"}),
    )
    title = forms.CharField(label=later("现专业技术资格", "Current title"), max_length=60)
    obtained = forms.CharField(
        label=later("现资格取得时间", "Obtained on"),
        max_length=20,
        help_text=later(
            "年、年月或年月日，如 2016-12-30，以证书为准", "2016, 2016-12 or 2016-12-30, by the certificate"
        ),
    )
    basis = forms.ChoiceField(label=later("取得时间的依据", "By"), choices=BASES)
    own = forms.CharField(
        label=later("本专业分类号（通知没有列出该专业时填）", "Own CLC classes, where the notice does not list the specialty"), max_length=100, required=False,
        help_text=later("《中图法》分类号前缀，用分号隔开，如 TF；TG", "Prefixes, e.g. TF; TG"),
    )  # fmt: skip
    near = forms.CharField(label=later("相近专业分类号", "Near CLC classes"), max_length=100, required=False)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        known = walk.notices()
        self.fields["notice"].choices = walk.choices()
        every = [template.lists(one) for one in known]
        self.specialties = list(dict.fromkeys(name for one in every for name in one.specialties))
        self.levels = list(dict.fromkeys(name for one in every for name in one.levels))

    def clean(self) -> dict[str, Any]:
        """Tell every wrong field by the rules of the workbook's columns."""
        found: dict[str, Any] = super().clean()
        row = {
            name: str(found.get(name) or "")
            for name in ("name", "specialty", "title", "series", "obtained", "basis", "own", "near")
        }
        for name, zh, en in people.complaints(row):
            if name in self.fields and name in found:
                self.add_error(name, say(zh, en) + "。")
        return found

    def applicant(self, key: str) -> Applicant:
        """Return the applicant of a form that was found good."""
        said = self.cleaned_data
        own, near = people.parts(said["own"]), people.parts(said["near"])
        return Applicant(
            id=key, name=said["name"].strip(), name_latin=people.parts(said["name_latin"]), units=people.parts(said["units"]),
            series=SERIES.get(said["series"], said["series"]), specialty=said["specialty"].strip(), level=said["level"].strip(),
            qualification=Qualification(title=said["title"].strip(), obtained=people.date(said["obtained"]), basis=said["basis"]),
            fields=OwnFields(own=own, near=near) if own or near else None,
        )  # fmt: skip

    @staticmethod
    def of(applicant: Applicant, notice: str) -> dict[str, str]:
        """Return what the form shows of an applicant."""
        fields = applicant.fields or OwnFields()
        return {
            "notice": notice, "name": applicant.name, "name_latin": "；".join(applicant.name_latin), "units": "；".join(applicant.units),
            "series": applicant.series, "specialty": applicant.specialty, "level": applicant.level, "title": applicant.qualification.title,
            "obtained": applicant.qualification.obtained, "basis": applicant.qualification.basis, "own": "；".join(fields.own),
            "near": "；".join(fields.near),
        }  # fmt: skip


class Listed(forms.Form):
    """A list, pasted or as a file."""

    text = forms.CharField(
        label=later("粘贴成果清单", "Paste the list"), required=False, max_length=MOST_TEXT, strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=later("一行一条，例：林某某. 题名[J]. 刊名, 2019, 34(5): 21-25.", "One a line, as in GB/T 7714."),
    )  # fmt: skip
    file = forms.FileField(
        label=later("或上传文件", "Or a file"), required=False,
        help_text=later("Word、Excel、PDF、文本，或各数据库“导出题录”的文件，不超过 32 MB", "Word, Excel, PDF, text, or a database's export, at most 32 MB"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Demand one of the two."""
        found: dict[str, Any] = super().clean()
        if not (found.get("text") or "").strip() and not found.get("file"):
            raise forms.ValidationError(say("请粘贴清单，或选择文件。", "Paste a list or choose a file."))
        if found.get("file") and found["file"].size > MOST_BYTES:
            self.add_error("file", say("文件超过 32 MB。", "The file is larger than 32 MB."))
        return found

    def documents(self) -> list[tuple[bytes, str]]:
        """Return what was handed in as (bytes, name)."""
        found = []
        if (text := self.cleaned_data["text"]).strip():
            found.append((text.replace("\r\n", "\n").encode(), say("粘贴的清单", "the pasted list")))
        if file := self.cleaned_data["file"]:
            found.append((file.read(), file.name[-100:]))
        return found


class Correction(forms.Form):
    """The fields of one citation, as they were read."""

    title = forms.CharField(label=later("题名", "Title"), max_length=500, required=False)
    authors = forms.CharField(label=later("作者（逗号隔开）", "Authors (by commas)"), max_length=1000, required=False)
    container = forms.CharField(
        label=later("刊物、书名或会议", "Journal, book or conference"), max_length=300, required=False
    )
    year = forms.CharField(label=later("年", "Year"), max_length=10, required=False)
    volume = forms.CharField(label=later("卷", "Volume"), max_length=30, required=False)
    issue = forms.CharField(label=later("期", "Issue"), max_length=40, required=False)
    pages = forms.CharField(label=later("页码", "Pages"), max_length=60, required=False)
    doi = forms.CharField(label="DOI", max_length=200, required=False)
    publisher = forms.CharField(label=later("出版者", "Publisher"), max_length=200, required=False)
    cn = forms.CharField(label="CN", max_length=30, required=False)
    issn = forms.CharField(label="ISSN", max_length=20, required=False)
    author_rank = forms.IntegerField(label=later("本人位次", "Own rank"), min_value=1, max_value=999, required=False)
    certificate_issuer = forms.CharField(
        label=later("科技文献检索证明：出具机构", "Literature certificate: issuer"), max_length=200, required=False
    )
    certificate_number = forms.CharField(label=later("证明编号", "Number"), max_length=100, required=False)
    certificate_date = forms.CharField(label=later("证明日期", "Date"), max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        """Demand all three parts of a certificate, or none."""
        found: dict[str, Any] = super().clean()
        row = {
            f"certificate_{part}": str(found.get(f"certificate_{part}") or "") for part in ("issuer", "number", "date")
        }
        for name, zh, en in people.item_complaints(row):
            self.add_error(name, say(zh, en) + "。")
        return found


class WhatIf(forms.Form):
    """Another date of the title, another series."""

    obtained = forms.CharField(label=later("假设现资格取得时间", "Had the title been obtained on"), max_length=20)
    series = forms.ChoiceField(label=later("系列", "Series"), choices=SERIES_CHOICES)
    basis = forms.ChoiceField(label=later("依据", "By"), choices=BASES)

    def clean_obtained(self) -> str:
        """Return the date as the rules write it."""
        found = people.date(self.cleaned_data["obtained"])
        if not people.is_date(found):
            raise forms.ValidationError(
                say("不是日期，请写作 2016-12-30、2016-12 或 2016。", "No date; write 2016-12-30.")
            )
        return found


def complain(form: forms.Form, error: InputError) -> None:
    """Show what could not be used at the top of a form."""
    form.add_error(None, told(error))
