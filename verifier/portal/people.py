"""Accounts from a table: every row is checked before the first account is made, and every wrong cell is told at once."""

from __future__ import annotations

import csv
import io
import re
import secrets
from typing import NamedTuple

from django.db import transaction

from verifier.formats import encoding
from verifier.portal import events
from verifier.portal.language import say
from verifier.portal.models import Account, Invitation, Role, Unit

MOST = 5000
HEADS = {
    "用户名": "username",
    "username": "username",
    "姓名": "name",
    "name": "name",
    "角色": "role",
    "role": "role",
    "单位代码": "unit",
    "unit": "unit",
}
ROLES = {
    "申报人": "applicant",
    "单位审核人": "reviewer",
    "主管部门": "department",
    "评委会审核人": "committee",
    "系统管理员": "administrator",
}
UNITLESS = ("committee", "administrator")


def is_id_number(text: str) -> bool:
    """Say whether a text is an identity number, of 15 or 18 signs: nobody's belongs here.

    >>> is_id_number("21010119900101123X"), is_id_number("A001"), is_id_number("2021013300012345")
    (True, False, False)
    """
    return bool(_ID_NUMBER.fullmatch(text.strip()))


_USERNAME = re.compile(r"[\w.@-]{2,64}")
_ID_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")


class Row(NamedTuple):
    """One account to be made."""

    username: str
    name: str
    role: str
    unit: Unit | None


class Made(NamedTuple):
    """One account that was made, and the token of its link, shown once."""

    account: Account
    token: str


def read(data: bytes) -> tuple[list[Row], list[str]]:
    """Return the accounts of a CSV file, and what is wrong in it, line by line; with a complaint nothing may be made."""
    text = encoding.decode(data).text
    lines = list(csv.reader(io.StringIO(text)))
    if not lines:
        return [], [say("文件是空的。", "The file is empty.")]
    places = {
        HEADS[cell.strip().lower()]: number for number, cell in enumerate(lines[0]) if cell.strip().lower() in HEADS
    }
    missing = [head for head, field in HEADS.items() if field not in places and not head.isascii() and field != "unit"]
    if missing:
        return [], [say(f"第1行缺少列：{'、'.join(missing)}。", f"Line 1 lacks columns: {', '.join(missing)}.")]
    if len(lines) > MOST:
        return [], [say(f"超过 {MOST} 行，请分次导入。", f"More than {MOST} lines; import them in parts.")]
    units = {unit.code: unit for unit in Unit.objects.filter(is_active=True)}
    taken = set(Account.objects.values_list("username", flat=True))
    rows, wrong = [], []
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {field: cells[place].strip() if place < len(cells) else "" for field, place in places.items()}
        complaints = list(_complaints(row, units, taken))
        wrong += [say(f"第{number}行：{zh}", f"Line {number}: {en}") for zh, en in complaints]
        taken.add(row["username"])
        if not complaints:
            rows.append(
                Row(row["username"], row["name"], ROLES.get(row["role"], row["role"]), units.get(row.get("unit", "")))
            )
    return rows, wrong


def _complaints(row: dict[str, str], units: dict[str, Unit], taken: set[str]) -> list[tuple[str, str]]:
    found = []
    username, role = row["username"], ROLES.get(row["role"], row["role"])
    if not _USERNAME.fullmatch(username):
        found.append(
            (
                f"用户名“{username}”须为2—64位字母、数字、汉字或 . @ - _",
                f"user name “{username}” must be 2-64 letters, digits or . @ - _",
            )
        )
    elif is_id_number(username):
        found.append(("用户名不能是证件号码", "a user name must not be an ID number"))
    elif username in taken:
        found.append((f"用户名“{username}”已有", f"user name “{username}” is taken"))
    if not row["name"]:
        found.append(("姓名未填", "the name is missing"))
    if role not in Role.values:
        found.append(
            (
                f"角色“{row['role']}”不能用，可填：{'、'.join(ROLES)}",
                f"role “{row['role']}” is none of {', '.join(Role.values)}",
            )
        )
    elif role not in UNITLESS and row.get("unit", "") not in units:
        found.append((f"没有单位代码“{row.get('unit', '')}”", f"there is no unit “{row.get('unit', '')}”"))
    return found


def make(rows: list[Row], by: Account) -> list[Made]:
    """Make the accounts with a link each, all or none."""
    with transaction.atomic():
        return [invite(Account(username=row.username, name=row.name, role=row.role, unit=row.unit), by) for row in rows]


def invite(account: Account, by: Account) -> Made:
    """Save a new account that nobody can log in to before its link was used."""
    account.set_unusable_password()
    account.save()
    token = Invitation.make(account, by)
    events.record(by, "account_made", f"account:{account.pk}", after=facts(account))
    return Made(account, token)


def first_administrator() -> str | None:
    """Make the first administrator and return the password, shown once; None where there is one already."""
    with transaction.atomic():
        if Account.objects.filter(role=Role.ADMINISTRATOR).exists():
            return None
        password = secrets.token_urlsafe(12)
        account = Account.objects.create_user(
            "admin", password, name="系统管理员", role=Role.ADMINISTRATOR, must_change_password=True
        )
        events.record(events.SYSTEM, "account_made", f"account:{account.pk}", after=facts(account))
        return password


def facts(account: Account) -> dict[str, object]:
    """Return what of an account goes into the digests of an event."""
    return {
        "username": account.username,
        "name": account.name,
        "role": str(account.role),
        "unit": account.unit_id,
        "active": account.is_active,
    }
