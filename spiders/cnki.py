"""The spider of 中国知网 CNKI."""

from __future__ import annotations

from spiders.base import SourceSpider


class CnkiSpider(SourceSpider):
    """Fetches from 中国知网 CNKI, one request at a time."""

    name = "cnki"
