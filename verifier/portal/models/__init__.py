"""The rows: people, applications, the work on them, what people decided, and the chain of events.

The first migration is the first release; no row has a place for an ID number. What is deleted keeps its row as a tombstone.
"""

from __future__ import annotations

from verifier.portal.models.applications import Application, Attachment, Item, ItemKey, ItemReason, Version
from verifier.portal.models.deciding import Appeal, Decision, Plan, Sample
from verifier.portal.models.people import Account, ApiToken, Invitation, Role, Unit
from verifier.portal.models.receiving import Received
from verifier.portal.models.trail import ChainHead, Event
from verifier.portal.models.work import Batch, Conflict, Task

__all__ = [
    "Account", "ApiToken", "Appeal", "Application", "Attachment", "Batch", "ChainHead", "Conflict", "Decision", "Event", "Invitation",
    "Item", "ItemKey", "ItemReason", "Plan", "Received", "Role", "Sample", "Task", "Unit", "Version",
]  # fmt: skip
