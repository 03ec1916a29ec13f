"""The unit's forms."""

from __future__ import annotations

from typing import Any

from django import forms

from verifier.portal import walk
from verifier.portal.language import later, say
from verifier.portal.templatetags.portal import SETTLED

BULK = [(code, later(*SETTLED[code])) for code in ("CLEAR", "REVIEW")]
DECIDE = [(code, later(*SETTLED[code])) for code in ("CLEAR", "REVIEW", "BAR")]


class Upload(forms.Form):
    """A workbook or an archive of documents."""

    name = forms.CharField(
        label=later("批次名称", "Name"),
        max_length=120,
        required=False,
        help_text=later("如“2021年度工程系列第一批”", "e.g. Engineering 2021, first batch"),
    )
    notice = forms.ChoiceField(label=later("评审通知", "Notice"))
    file = forms.FileField(
        label=later("文件", "File"),
        help_text=later("填好的样表（Excel），或压缩包（zip）：内含 applicants.xlsx 和各申报人的清单文件。不超过 64 MB", "The filled-in workbook, or a zip: applicants.xlsx beside everybody's list. At most 64 MB"),
    )  # fmt: skip

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["notice"].choices = walk.choices()


class Decide(forms.Form):
    """A decision on one item."""

    outcome = forms.ChoiceField(label=later("审核意见", "Decision"), choices=DECIDE, widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=later("答复哪一条", "On which finding"), required=False)
    why = forms.CharField(
        label=later("理由（核对了什么，结果如何）", "Why: what was looked at, what it showed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, reasons: list[tuple[str, str]] = [], **words: Any) -> None:  # noqa: B006 - never changed
        super().__init__(*args, **words)
        self.fields["reason"].choices = [("", say("该项整体", "The item as a whole")), *reasons]


class RegistryPrint(forms.Form):
    """One print of the registry's page for all papers of a journal."""

    journal = forms.CharField(widget=forms.HiddenInput, max_length=200)
    file = forms.FileField(label=later("打印件（PDF、PNG、JPG）", "Print (PDF, PNG, JPG)"))
    cn = forms.CharField(label=later("页面所载CN号", "CN on the page"), max_length=30, required=False)
    issn = forms.CharField(label=later("页面所载ISSN", "ISSN on the page"), max_length=20, required=False)
    absent = forms.BooleanField(label=later("查无此刊", "The page shows no such journal"), required=False)
