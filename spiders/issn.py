"""The spider of the ISSN portal."""

from __future__ import annotations

from spiders.base import SourceSpider


class IssnSpider(SourceSpider):
    """Fetches from the ISSN portal, one request at a time."""

    name = "issn"
