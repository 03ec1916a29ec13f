"""The spider of 万方 Wanfang."""

from __future__ import annotations

from spiders.base import SourceSpider


class WanfangSpider(SourceSpider):
    """Fetches from 万方 Wanfang, one request at a time."""

    name = "wanfang"
