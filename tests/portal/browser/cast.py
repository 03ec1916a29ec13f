"""The cast of the stories: who has an account, in which role and unit."""

from __future__ import annotations

from collections.abc import Callable

from .person import Person

PASSWORDS = "湖光山色十二月初雪晴"
CAST = {
    "pu": ("濮砚棣", "申报人", "210101"), "he": ("何以宁", "申报人", "210101"), "shen": ("沈审核", "单位审核人", "210101"),
    "qiao": ("乔复核", "单位审核人", "210201"), "guan": ("关主管", "主管部门", "210100"), "ping": ("平委员", "评委会审核人", ""),
    "zhong": ("仲委员", "评委会审核人", ""),
}  # fmt: skip
"""User name: name, role, code of the unit."""
Meet = Callable[[str], Person]
