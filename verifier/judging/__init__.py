"""Pure judgement: which journal, which record, what differs, which issue, which kind, which dates; then the notice's rules."""
