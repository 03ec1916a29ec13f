"""The spider of NSTL."""

from __future__ import annotations

from spiders.base import SourceSpider


class NstlSpider(SourceSpider):
    """Fetches from NSTL, one request at a time."""

    name = "nstl"
