"""Japanese typesetting: kinsoku, spacing, justification, frames. Knows no records and no PDF."""
