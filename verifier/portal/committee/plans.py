"""The pages of samples: the plans, the draw, and the look at each drawn item."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from verifier.errors import VerifierError
from verifier.portal import walk
from verifier.portal.access import act
from verifier.portal.committee import item as items
from verifier.portal.committee import sampling
from verifier.portal.language import later, say, told
from verifier.portal.models import Plan, Sample

PAGE = 50


class PlanForm(forms.Form):
    """The rule of a draw."""

    name = forms.CharField(label=later("名称", "Name"), max_length=120)
    notice = forms.ChoiceField(label=later("评审通知", "Notice"))
    per_mille = forms.IntegerField(label=later("比例（千分之几，向上取整）", "Share (in thousandths, rounded up)"), min_value=1, max_value=1000, initial=50)
    least = forms.IntegerField(label=later("每单位至少（项）", "At least, of each unit"), min_value=0, max_value=100, initial=1)
    seed = forms.CharField(
        label=later("种子（留空则随机生成）", "Seed (empty: made at random)"), max_length=64, required=False,
        help_text=later("同一种子、同一规则，任何人重抽都得到同样的成果。可用公开产生的数字，如当日开奖号码。", "The same seed and rule draw the same items for anybody."),
    )  # fmt: skip

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["notice"].choices = [(one.id, f"{one.title}（{one.document}）") for one in walk.notices()]


@act("plan.list")
def plans(request: HttpRequest) -> HttpResponse:
    """List the samples."""
    rows = Plan.objects.select_related("made_by").annotate(
        drawn=Count("samples"), looked=Count("samples", filter=Q(samples__looked_at__isnull=False)),
        against=Count("samples", filter=Q(samples__agrees=False)),
    )  # fmt: skip
    return render(request, "portal/committee/plans.html", {"page": Paginator(rows.order_by("-made"), PAGE).get_page(request.GET.get("page"))})


@act("plan.draw", methods=("GET", "HEAD", "POST"))
def draw(request: HttpRequest) -> HttpResponse:
    """Draw a sample."""
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rule = form.cleaned_data
        plan = sampling.draw(request.user, rule["name"], rule["notice"], rule["per_mille"], rule["least"], rule["seed"])
        messages.success(request, say("已抽取。", "Drawn."))
        return redirect("plan", plan.pk)
    return render(request, "portal/committee/plan_new.html", {"form": form})


@act("plan.read", Plan)
def plan(request: HttpRequest, row: Plan) -> HttpResponse:
    """Show a sample: its rule, whether drawing again gives the same, and its items."""
    try:
        kept, same = sampling.again(row)
        wrong, rule = "", _by_unit(kept)
    except VerifierError as error:
        same, wrong, rule = False, told(error), []
    rows = row.samples.select_related("item__unit", "item__application", "looked_by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/committee/plan.html", {"plan": row, "page": page, "same": same, "wrong": wrong, "rule": rule})


def _by_unit(kept: sampling.Draw) -> list[tuple[str, int, int]]:
    picked = set(kept.drawn)
    return [(code, len(pks), len(picked & set(pks))) for code, pks in sorted(kept.population.items())]


@act("sample.read", Sample)
def sample(request: HttpRequest, row: Sample) -> HttpResponse:
    """Show a drawn item as the committee sees flagged ones."""
    return render(request, "portal/committee/item.html", items.context(request, row.item, row))


@act("sample.look", Sample, methods=("POST",))
def look(request: HttpRequest, row: Sample) -> HttpResponse:
    """Keep what the look came to, and go on to the next one."""
    sampling.look(row, request.user, request.POST.get("agrees") == "1", request.POST.get("note", ""))
    messages.success(request, say("已记录。", "Recorded."))
    following = row.plan.samples.filter(looked_at=None, pk__gt=row.pk).order_by("pk").first() or row.plan.samples.filter(looked_at=None).first()
    return redirect("committee-sample", following.pk) if following else redirect("plan", row.plan_id)
