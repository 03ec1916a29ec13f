"""The spider of 国家新闻出版署 (the press registry)."""

from __future__ import annotations

from spiders.base import SourceSpider


class NppaSpider(SourceSpider):
    """Fetches from 国家新闻出版署 (the press registry), one request at a time."""

    name = "nppa"
