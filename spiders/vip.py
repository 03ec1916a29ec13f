"""The spider of 维普 VIP."""

from __future__ import annotations

from spiders.base import SourceSpider


class VipSpider(SourceSpider):
    """Fetches from 维普 VIP, one request at a time."""

    name = "vip"
