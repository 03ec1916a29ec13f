"""The crawl: one spider per database, each fetching what the ladder asks for, politely. They judge nothing.

Only started as a child process (`python -m spiders`): one crawl per process, questions in, page ids out.
"""

from __future__ import annotations
