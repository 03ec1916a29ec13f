"""The unit's room, and the department's: batches, the table of items, deciding, handing upward."""
