"""The spider of OpenAlex."""

from __future__ import annotations

from spiders.base import SourceSpider


class OpenAlexSpider(SourceSpider):
    """Fetches from OpenAlex, one request at a time."""

    name = "openalex"
