"""The spider of NCPSSD."""

from __future__ import annotations

from spiders.base import SourceSpider


class NcpssdSpider(SourceSpider):
    """Fetches from NCPSSD, one request at a time."""

    name = "ncpssd"
