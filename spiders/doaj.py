"""The spider of DOAJ."""

from __future__ import annotations

from spiders.base import SourceSpider


class DoajSpider(SourceSpider):
    """Fetches from DOAJ, one request at a time."""

    name = "doaj"
