"""What a crawl's child prints, as the tests read it."""

from __future__ import annotations

import msgspec

from verifier.model import Answer


class Came(msgspec.Struct):
    """What the child printed of one question's reply."""

    id: str
    answer: Answer
    failure: str | None
    status: int
    url: str
    body: bytes
    headers: int
