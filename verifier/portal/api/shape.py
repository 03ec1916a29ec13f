"""The shape of a submission as the API takes it: `model.Submission`, with bounds for every text and list.

One table of bounds makes the schema that is published and is what a call is held to, so that the two cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from verifier.errors import InputError
from verifier.model import Submission
from verifier.portal import people, walk
from verifier.portal.api.problems import Wrong
from verifier.submissions import valid

ITEMS = 60
PARTS = 50
TEXT, SHORT, KEY = 4000, 300, 100
LONG = frozenset({"text"})
IDS = frozenset({"id", "name", "title", "specialty"})
"""Texts that may not be empty."""
RANK = 1000
PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
_PRINTABLE = re.compile(PRINTABLE)
OBTAINED = r"^(19|20)[0-9]{2}(-((0[13578]|1[02])(-(0[1-9]|[12][0-9]|3[01]))?|(0[469]|11)(-(0[1-9]|[12][0-9]|30))?|02(-(0[1-9]|1[0-9]|2[0-8]))?))?$"
"""A year, month or day of an ordinary year; 29 February is taken too where there was one, though the pattern cannot say so."""


def schema() -> dict[str, Any]:
    """Return the JSON Schemas of a submission and of its parts, by name."""
    _, parts = msgspec.json.schema_components([Submission], ref_template="#/components/schemas/{name}")
    return {name: _bounded(name, part) for name, part in parts.items()}


def _bounded(name: str, part: dict[str, Any]) -> dict[str, Any]:
    fields = {key: _field(key, one) for key, one in part["properties"].items()}
    if name == "Submission":
        fields["notice"] = {"enum": [one.id for one in walk.notices()]}
        fields["items"] |= {"minItems": 1, "maxItems": ITEMS}
    if name == "Qualification":
        fields["obtained"] = {"type": "string", "pattern": OBTAINED}
    return {**part, "properties": fields}


def _field(key: str, one: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in one:
        return {**one, "anyOf": [_field(key, each) for each in one["anyOf"]]}
    if one.get("type") == "string":
        least = {"minLength": 1} if key in IDS | LONG else {}
        return {**one, "maxLength": _most(key), "pattern": PRINTABLE, **least}
    if one.get("type") == "integer":
        return {**one, "minimum": 1, "maximum": RANK}
    if one.get("type") == "array":
        return {**one, "items": _field(key, one["items"]), "maxItems": PARTS}
    return one


def _most(key: str) -> int:
    return TEXT if key in LONG else KEY if key in ("id", "name") else SHORT


def read(body: bytes) -> Submission:
    """Return the submission of a call's body. Raises Wrong: 400 for what is no JSON, 422 for another shape, 409 for ids that clash."""
    try:
        plain = _whole(msgspec.json.decode(body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Wrong(400, "json", "正文不是 JSON（UTF-8）。", "The body is no JSON in UTF-8.", [str(error)]) from None
    try:
        found = msgspec.convert(plain, Submission)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _misshapen([str(error)]) from None
    if places := list(_faults(plain)):
        raise _misshapen(places[:20])
    return _sound(found)


def _whole(part: Any) -> Any:
    """Return plain data in which 2.0 is 2: to JSON Schema both are integers, and some languages write the one for the other."""
    if isinstance(part, dict):
        return {name: _whole(one) for name, one in part.items()}
    if isinstance(part, list):
        return [_whole(one) for one in part]
    return int(part) if isinstance(part, float) and part.is_integer() else part


def _sound(found: Submission) -> Submission:
    if people.is_id_number(found.applicant.id):
        raise Wrong(
            422,
            "identity_number",
            "申报人编号是身份证号，内容没有留存。请改用本单位内的编号。",
            "The applicant's id is an identity number; nothing was kept. Use an id of your own.",
            ["applicant.id"],
        )
    try:
        return valid(found)
    except InputError as error:
        clash = len({one.id for one in found.items}) < len(found.items)
        raise Wrong(409 if clash else 422, "submission", error.zh, error.en) from None


def _misshapen(where: list[str]) -> Wrong:
    return Wrong(
        422,
        "shape",
        "内容不符合接口说明中的 Submission。请按 where 所列改正。",
        "The body does not fit Submission; see where.",
        where,
    )


def _faults(plain: dict[str, Any]) -> Iterator[str]:
    """Yield the places of a submission of the right types that are beyond the bounds."""
    if plain["notice"] not in {one.id for one in walk.notices()}:
        yield "notice"
    if not 1 <= len(plain["items"]) <= ITEMS:
        yield "items"
    if not re.fullmatch(
        OBTAINED.strip("^$").replace("2[0-8]", "2[0-9]"), plain["applicant"]["qualification"]["obtained"]
    ):
        yield "applicant.qualification.obtained"
    yield from _walked(plain, "", "")


def _walked(part: Any, key: str, where: str) -> Iterator[str]:
    if isinstance(part, dict):
        for name, one in part.items():
            yield from _walked(one, name, f"{where}.{name}".strip("."))
    elif isinstance(part, list):
        if len(part) > (ITEMS if where == "items" else PARTS):
            yield where
        for place, one in enumerate(part[:ITEMS]):
            yield from _walked(one, key, f"{where}[{place}]")
    elif isinstance(part, str):
        if len(part) > _most(key) or not _PRINTABLE.match(part) or (not part and key in IDS | LONG):
            yield where
    elif isinstance(part, int) and not isinstance(part, bool) and not 1 <= part <= RANK:
        yield where
