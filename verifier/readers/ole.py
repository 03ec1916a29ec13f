"""Compound files, the shape of Office before 2007 and of every encrypted office file: what one is, before any library opens it.

The marks: [MS-CFB] directory names, [MS-XLS] 2.4.117 FilePass behind the first BOF, [MS-DOC] 2.5.1 the flag fEncrypted of the FIB.
"""

from __future__ import annotations

import struct
from typing import Literal

Ole = Literal["encrypted", "word", "other", "workbook"]
_BOF = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILE_PASS = 0x2F
_FIB = b"\xec\xa5"
_SECTOR = 512
MOST_RECORDS = 64
"""How many records behind a workbook's beginning are looked at; FilePass comes among the first ones."""


def kind(data: bytes) -> Ole:
    """Return what a compound file holds: an old workbook, an old Word document, something else, or one of these behind a password."""
    if _named(data, "EncryptedPackage") or _named(data, "EncryptionInfo"):
        return "encrypted"
    if _named(data, "WordDocument"):
        return "encrypted" if _word_is_encrypted(data) else "word"
    if _named(data, "Workbook") or _named(data, "Book"):
        return "encrypted" if _workbook_is_encrypted(data) else "workbook"
    return "other"


def _named(data: bytes, name: str) -> bool:
    """Tell whether the directory has an entry of a name: 64 bytes of UTF-16, padded with NUL."""
    return name.encode("utf-16-le") + b"\x00\x00" in data


def _word_is_encrypted(data: bytes) -> bool:
    """Read the flag of the FIB, which stands at the beginning of a sector."""
    places = range(_SECTOR, min(len(data) - 12, 1 << 20), _SECTOR)
    return any(data[place : place + 2] == _FIB and data[place + 11] & 1 for place in places)


def _workbook_is_encrypted(data: bytes) -> bool:
    """Look for a FilePass among the first records behind the workbook's beginning."""
    at = data.find(_BOF)
    for _ in range(MOST_RECORDS if at >= 0 else 0):
        if at + 4 > len(data):
            return False
        record, length = struct.unpack_from("<HH", data, at)
        if record == _FILE_PASS:
            return True
        at += 4 + length
    return False
