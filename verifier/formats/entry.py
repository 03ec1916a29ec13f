"""What an export file yields: entries with their fields and line numbers, and records that could not be read with the reason."""

from __future__ import annotations

from typing import NamedTuple

from verifier.model import Doubt, Frozen


class Line(NamedTuple):
    """One line of a file; `number` counts from 1."""

    number: int
    text: str


class Entry(Frozen, frozen=True, kw_only=True):
    """One record of an export, field by field as it prints them; null means that the record does not say.

    `type` is the GB/T 7714 mark without brackets, `line` where the record begins, `pages` never a page count.
    """

    format: str
    line: int
    type: str | None = None
    title: str
    authors: tuple[str, ...] = ()
    et_al: bool = False
    container: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    publisher: str | None = None
    place: str | None = None
    issn: str | None = None
    cn: str | None = None
    date: str | None = None
    url: str | None = None
    number: str | None = None
    doubts: tuple[Doubt, ...] = ()


class Unread(Frozen, frozen=True, kw_only=True):
    """A record that could not be read: where it begins, how it begins, and why, in Chinese and English."""

    line: int
    text: str
    zh: str
    en: str


class Export(Frozen, frozen=True, kw_only=True):
    """A whole export file: its format, the encoding it was decoded from, and every record, read or not."""

    format: str
    encoding: str
    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...] = ()
