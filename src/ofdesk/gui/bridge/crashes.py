"""Unforeseen exceptions: written to a log without any value of a record, told in one sentence.

Exceptions of worker threads arrive here on their own thread and are handed to the GUI thread first.
"""

from __future__ import annotations

import datetime
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

_MAX_LOG_BYTES = 1_000_000


class CrashHook(QObject):
    """Takes the place of `sys.excepthook` and `threading.excepthook`.

    Signals:
        crashed(log): an exception was logged at this path; always on the GUI thread.
    """

    crashed = Signal(str)
    _caught = Signal(str)

    def __init__(self, log: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._telling = False
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch what nothing else caught from now on."""
        sys.excepthook = self._catch
        threading.excepthook = self._catch_thread

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._write(kind, trace)
        self._caught.emit(str(self._log))

    def _catch_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._catch(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _write(self, kind: type[BaseException], trace: TracebackType | None) -> None:
        """Write kind and places only: messages may hold what somebody typed."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        frames = "".join(traceback.format_tb(trace))
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            fresh = not self._log.exists() or self._log.stat().st_size > _MAX_LOG_BYTES
            with self._log.open("w" if fresh else "a", encoding="utf-8", newline="\n") as file:
                file.write(f"{now} {kind.__module__}.{kind.__qualname__}\n{frames}\n")
        except OSError:
            # A log that cannot be written must not hide the message to the user.
            return

    def _tell(self, log: str) -> None:
        if not self._telling:
            self._telling = True
            self.crashed.emit(log)
            self._telling = False
