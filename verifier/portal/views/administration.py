"""The administrator's pages: units, accounts, notices, sources, and the chain of events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from verifier.portal import acts, events, people, walk
from verifier.portal.access import Refused, act
from verifier.portal.language import later, say
from verifier.portal.models import Account, Event, Invitation, Role, Unit

BOTH = ("GET", "HEAD", "POST")
PAGE = 50


class UnitForm(forms.ModelForm):
    """A unit."""

    class Meta:
        model = Unit
        fields = ("name", "code", "parent", "is_active")
        labels = {
            "name": later("名称（与公章一致）", "Name, as on its seal"), "code": later("代码（6位，用于证明编号）", "Code (6, in certificate numbers)"),
            "parent": later("上级主管部门", "Department over it"), "is_active": later("启用", "In use"),
        }  # fmt: skip

    def clean_parent(self) -> Unit | None:
        """Refuse a unit under itself."""
        parent: Unit | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.path.startswith(self.instance.path):
            raise forms.ValidationError(say("不能隶属于自己或下级单位。", "A unit cannot be under itself."))
        return parent


class AccountForm(forms.ModelForm):
    """An account, without its password: that is set by a link."""

    class Meta:
        model = Account
        fields = ("username", "name", "role", "unit", "is_active")
        labels = {
            "username": later("用户名（不得用证件号码）", "User name (no ID numbers)"), "name": later("姓名", "Name"), "role": later("角色", "Role"),
            "unit": later("单位", "Unit"), "is_active": later("启用", "In use"),
        }  # fmt: skip

    def clean_username(self) -> str:
        """Refuse an identity number."""
        if people.is_id_number(self.cleaned_data["username"]):
            raise forms.ValidationError(say("用户名不能是证件号码。", "A user name must not be an ID number."))
        return str(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        """Demand a unit where the role needs one."""
        found: dict[str, Any] = super().clean()
        if found.get("role") and found["role"] not in people.UNITLESS and not found.get("unit"):
            self.add_error("unit", say("该角色须选单位。", "This role needs a unit."))
        return found


@act("unit.manage")
def units(request: HttpRequest) -> HttpResponse:
    """List the tree of units."""
    rows = [(unit, range(unit.path.count("/") - 2)) for unit in Unit.objects.all()]
    return render(request, "portal/admin/units.html", {"rows": rows})


@act("unit.manage", methods=BOTH)
def add_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    return _unit(request, None)


@act("unit.manage", Unit, methods=BOTH)
def unit(request: HttpRequest, row: Unit) -> HttpResponse:
    """Change a unit."""
    return _unit(request, row)


def _unit(request: HttpRequest, row: Unit | None) -> HttpResponse:
    before = _unit_facts(row) if row else None
    form = UnitForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            events.record(
                request.user, "unit_changed" if row else "unit_made", f"unit:{saved.pk}", before, _unit_facts(saved)
            )
        messages.success(request, say("已保存。", "Saved."))
        return redirect("units")
    return render(request, "portal/admin/form.html", {"form": form, "title": say("单位", "Unit"), "back": "units"})


def _unit_facts(unit: Unit) -> dict[str, object]:
    return {"name": unit.name, "code": unit.code, "parent": unit.parent_id, "active": unit.is_active}


@act("account.manage")
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts."""
    rows = Account.objects.select_related("unit")
    if wanted := request.GET.get("q", "").strip():
        rows = rows.filter(username__icontains=wanted) | rows.filter(name__icontains=wanted)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/admin/accounts.html", {"page": page, "q": wanted})


@act("account.manage", methods=BOTH)
def add_account(request: HttpRequest) -> HttpResponse:
    """Make an account and show its link, once."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = people.invite(form.save(commit=False), request.user)
        return render(request, "portal/admin/links.html", {"made": _addressed(request, [made])})
    return render(
        request, "portal/admin/form.html", {"form": form, "title": say("新建账号", "New account"), "back": "accounts"}
    )


@act("account.manage", Account, methods=BOTH)
def account(request: HttpRequest, row: Account) -> HttpResponse:
    """Change an account."""
    before = people.facts(row)
    form = AccountForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        if row.pk == request.user.pk and (
            not form.cleaned_data["is_active"] or form.cleaned_data["role"] != Role.ADMINISTRATOR
        ):
            raise Refused(
                "不能停用自己的账号或改变自己的角色。请由另一位管理员办理。",
                "You cannot close your own account or change its role. Ask another administrator.",
            )
        with transaction.atomic():
            saved = form.save()
            events.record(request.user, "account_changed", f"account:{saved.pk}", before, people.facts(saved))
        messages.success(request, say("已保存。", "Saved."))
        return redirect("accounts")
    return render(
        request, "portal/admin/form.html", {"form": form, "title": row.username, "back": "accounts", "link": row}
    )


@act("account.manage", Account, methods=("POST",))
def link(request: HttpRequest, row: Account) -> HttpResponse:
    """Make a link that works once, for a forgotten password; the old password stops working at once."""
    with transaction.atomic():
        row.set_unusable_password()
        row.save(update_fields=["password"])
        token = Invitation.make(row, request.user)
        events.record(request.user, "link_made", f"account:{row.pk}")
    return render(request, "portal/admin/links.html", {"made": _addressed(request, [people.Made(row, token)])})


@act("account.manage", methods=BOTH)
def import_accounts(request: HttpRequest) -> HttpResponse:
    """Make many accounts from a CSV file, all or none, and show their links once."""
    wrong: list[str] = []
    if request.method == "POST" and (upload := request.FILES.get("file")):
        rows, wrong = people.read(upload.read(2 * 1024 * 1024))
        if rows and not wrong:
            return render(
                request, "portal/admin/links.html", {"made": _addressed(request, people.make(rows, request.user))}
            )
        wrong = wrong or [say("文件中没有账号。", "The file holds no account.")]
    return render(request, "portal/admin/import.html", {"wrong": wrong, "roles": people.ROLES})


def _addressed(request: HttpRequest, made: list[people.Made]) -> list[tuple[Account, str]]:
    return [(one.account, request.build_absolute_uri(f"/invited/{one.token}")) for one in made]


@act("notice.read")
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices with their rules."""
    return render(request, "portal/admin/notices.html", {"notices": walk.notices()})


@act("source.read")
def sources(request: HttpRequest) -> HttpResponse:
    """Show each source: asked or not, its pace, and how it last answered."""
    return render(request, "portal/admin/sources.html", {"sources": walk.sources()})


@act("trail.read")
def trail(request: HttpRequest) -> HttpResponse:
    """List events, the last first."""
    rows = Event.objects.order_by("-n")
    for name in ("who", "what", "subject"):
        if wanted := request.GET.get(name, "").strip():
            rows = rows.filter(**{name: wanted})
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "portal/admin/trail.html", {"page": page, "acts": [(code, acts.named(code)) for code in acts.ACTS]}
    )


@act("trail.read", methods=("POST",))
def check_trail(request: HttpRequest) -> HttpResponse:
    """Check the whole chain."""
    return render(request, "portal/admin/trail_check.html", {"breaks": events.breaks(), "count": Event.objects.count()})
