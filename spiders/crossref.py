"""The spider of Crossref."""

from __future__ import annotations

from spiders.base import SourceSpider


class CrossrefSpider(SourceSpider):
    """Fetches from Crossref, one request at a time."""

    name = "crossref"
