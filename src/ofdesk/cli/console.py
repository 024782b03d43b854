"""What the command line writes: results to standard output, progress and errors to standard error."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable
from typing import Any, TextIO

from ofdesk.services.output_report import OutputReport
from ofdesk.services.words import Words

_PROGRESS_INTERVAL_S = 0.1
# Names stand in files that came by mail: what would ring, colour or turn a terminal round shows as a mark.
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SHOWN_INSTEAD = "\N{REPLACEMENT CHARACTER}"


class StreamError(Exception):
    """Standard output takes no more (a full disk behind a redirection)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Console:
    """Writes in the user's language; progress only where a person watches a terminal."""

    def __init__(self, words: Words, clock: Callable[[], float] = time.monotonic) -> None:
        self.words = words
        self._clock = clock
        self._shown = ""
        self._shown_at = 0.0
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                # A Windows console in CP932 must not die of a character it cannot show or read.
                reconfigure(errors="replace")

    def line(self, text: str) -> None:
        """Write a line of the result.

        Raises:
            BrokenPipeError: nobody reads any more.
            StreamError: it cannot be written.
        """
        self.end_progress()
        _write(sys.stdout, _harmless(text) + "\n")

    def json(self, value: Any) -> None:
        """Write a result as JSON: Japanese as it is in UTF-8, escaped in any other encoding.

        Raises:
            BrokenPipeError, StreamError: as `line`.
        """
        encoding = getattr(sys.stdout, "encoding", None) or ""
        escaped = encoding.replace("-", "").lower() != "utf8"
        self.end_progress()
        _write(sys.stdout, json.dumps(value, ensure_ascii=escaped, indent=2) + "\n")

    def error(self, sentence: str) -> None:
        """Write what went wrong, in one sentence."""
        self.end_progress()
        _write_if_possible(_harmless(sentence) + "\n")

    def warnings(self, report: OutputReport) -> None:
        """Write what a reader of a file might miss."""
        for warning in report.warnings:
            message = self.words("warnings", warning.code, text=warning.text)
            if warning.page_number is None:
                self.error(self.words("cli", "warning", message=message))
            else:
                self.error(self.words("cli", "warning.page", page=warning.page_number, message=message))

    def progress(self, done: int, total: int, code: str) -> None:
        """Show how far long work is, on one line of a terminal."""
        if sys.stderr is None or not sys.stderr.isatty():
            return
        now = self._clock()
        if self._shown and done < total and now - self._shown_at < _PROGRESS_INTERVAL_S:
            return
        self._shown_at = now
        self._show(
            f"{self.words('progress', code)} {done}/{total}" if total > 1 else self.words("progress", code)
        )

    def end_progress(self) -> None:
        """Clear the line of progress."""
        if self._shown:
            self._show("")

    def flush(self) -> None:
        """Bring out what is still held back.

        Raises:
            BrokenPipeError, StreamError: as `line`.
        """
        _write(sys.stdout, "", flush=True)

    def give_up_output(self) -> None:
        """Let what could not be written vanish, so that the interpreter's end does not complain of it."""
        try:
            handle = sys.stdout.fileno()
        except (AttributeError, OSError, ValueError):
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, handle)
        os.close(nowhere)

    def _show(self, text: str) -> None:
        # Old Windows consoles know no escape sequences: what stood there is written over with blanks.
        blanks = " " * max(0, _width(self._shown) - _width(text))
        _write_if_possible(f"\r{text}{blanks}" + ("" if text else "\r"))
        self._shown = text


def _harmless(text: str) -> str:
    """Return a text without what a terminal would obey."""
    return _COMMANDS.sub(_SHOWN_INSTEAD, text)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes. Source: UAX #11."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _write(stream: TextIO | None, text: str, *, flush: bool = False) -> None:
    if stream is None:  # a windowed program has no streams
        return
    try:
        stream.write(text)
        if flush:
            stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno == errno.EINVAL and os.name == "nt":
            raise BrokenPipeError from error  # the way Windows tells of a pipe that nobody reads
        raise StreamError(error.strerror or "") from error


def _write_if_possible(text: str) -> None:
    # Where even the errors cannot be written nobody is there to read them.
    try:
        _write(sys.stderr, text, flush=True)
    except (BrokenPipeError, StreamError):
        return
