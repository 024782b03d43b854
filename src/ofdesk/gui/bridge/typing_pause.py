"""Decides which strokes of typing belong together: the same field, without a pause."""

from __future__ import annotations

import time
from collections.abc import Callable

PAUSE_S = 1.2


class TypingPause:
    """Hands out the keys by which the history gathers strokes into one step."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Take the clock; tests give their own."""
        self._now = now
        self._serial = 0
        self._place = ("", "")
        self._last_stroke = 0.0

    def key_for(self, owner: str, field: str) -> str:
        """Return the key of a stroke: the one before when place and pace are the same."""
        now = self._now()
        if self._place != (owner, field) or now - self._last_stroke > PAUSE_S:
            self._serial += 1
        self._place, self._last_stroke = (owner, field), now
        return f"typing-{self._serial}"

    def end(self) -> None:
        """Let the next stroke begin a new step: the user left the field or did something else."""
        self._place = ("", "")
