"""Garbage collection on the GUI thread only.

Python collects on whichever thread happens to allocate; when that is a worker, widgets caught in a cycle
would be destroyed off the GUI thread, which ends in a deadlock or a crash. So the automatic collector is
off while the editor runs, and a timer does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000
_THRESHOLDS = (700, 10, 10)  # as CPython's own


class GuiThreadCollector(QObject):
    """Collects young garbage once a second when there is enough of it, older garbage more seldom."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._collect_due)

    def start(self) -> None:
        """Take over from the automatic collector."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Hand back to the automatic collector, leaving it nothing of the interface to find."""
        self._timer.stop()
        gc.collect()
        gc.enable()

    def _collect_due(self) -> None:
        counts = gc.get_count()
        due = [
            number
            for number, (count, most) in enumerate(zip(counts, _THRESHOLDS, strict=True))
            if count > most
        ]
        if due:
            gc.collect(due[-1])
