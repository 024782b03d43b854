"""Identities of records: 32 lower-case hexadecimal digits, never shown, never reused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NewType

RecordId = NewType("RecordId", str)
_PATTERN = re.compile(r"[0-9a-f]{32}")


def is_record_id(text: str) -> bool:
    """Tell whether a text has the form of an identity."""
    return _PATTERN.fullmatch(text) is not None


def new_record_id(random_bytes: Callable[[int], bytes]) -> RecordId:
    """Make an identity from 16 random bytes; the source is injected so that tests repeat."""
    return RecordId(random_bytes(16).hex())
