"""What the command line writes: results to standard output, progress and errors to standard error."""

from __future__ import annotations

import json
import sys
from typing import Any

from ofdesk.services.words import Words


class Console:
    """Writes in the user's language; progress only where a person watches a terminal."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._shown = False
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                # A Windows console in CP932 must not die of a character it cannot show.
                reconfigure(errors="replace")

    def line(self, text: str) -> None:
        """Write a line of the result."""
        self.end_progress()
        print(text)

    def json(self, value: Any) -> None:
        """Write a result as JSON, readable and with Japanese as it is."""
        self.end_progress()
        print(json.dumps(value, ensure_ascii=False, indent=2))

    def error(self, sentence: str) -> None:
        """Write what went wrong, in one sentence."""
        self.end_progress()
        print(sentence, file=sys.stderr)

    def progress(self, done: int, total: int, code: str) -> None:
        """Show how far long work is, on one line of a terminal."""
        if not sys.stderr.isatty():
            return
        self._shown = True
        print(f"\r\x1b[K{self.words('progress', code)} {done}/{total}", end="", file=sys.stderr, flush=True)

    def end_progress(self) -> None:
        """Clear the line of progress."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False
