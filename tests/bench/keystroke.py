"""Measures the time from a keystroke to its paint, to the page that follows it, and to what still fits there.

A thread posts key events at a steady pace, so that whatever holds the window up is part of the answer.

    python tests/bench/keystroke.py [FILE.ofdesk] [--field overview_long] [--strokes 200] [--pace-ms 60]

Prints p50, p95 and the greatest of each in milliseconds, at rest, and while a booklet is exported
over and over. A page counts for the newest key before it, a meter for every key it takes into account: once
when it tells what surely fits, once when it is settled to the character.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from ofdesk.gui.app import Editor
from ofdesk.gui.bridge.fit import FitBridge
from ofdesk.services.fit import FitAnswer
from ofdesk.services.tasks import BookletJob, ExportTask, TaskProgress

KEYS = "abcdefghij klmno pqrst "


@dataclass
class Run:
    """The times of one run, in milliseconds."""

    to_paint: list[float] = field(default_factory=list)
    to_page: list[float] = field(default_factory=list)
    to_meter: list[float] = field(default_factory=list)
    to_settled: list[float] = field(default_factory=list)
    exports: int = 0


@dataclass(frozen=True)
class Typing:
    """What is typed: into which field of an event, how many keys, how fast."""

    field: str
    strokes: int
    pace_ms: int


class Stopwatch(QObject):
    """Notes when a key was posted, when the field was painted after it, and when a page came."""

    key_due = Signal(str, float)

    def __init__(self, target: QPlainTextEdit, field: str, fit: FitBridge) -> None:
        super().__init__()
        self.key_due.connect(self._press, Qt.ConnectionType.QueuedConnection)
        self.run = Run()
        self._target, self._field, self._fit = target, field, fit
        self._posted: list[float] = []
        self._typed: list[float] = []
        self._unseen: list[float] = []
        self._unmeasured: list[tuple[int, float]] = []
        self._unsettled: list[tuple[int, float]] = []
        target.viewport().installEventFilter(self)
        target.installEventFilter(self)

    def post(self, key: str) -> None:
        """Ask for a key press, now (called by the pacing thread; the stamp is taken there)."""
        self.key_due.emit(key, time.perf_counter())

    def _press(self, key: str, stamp: float) -> None:
        self._posted.append(stamp)
        self._type(key)
        self._unmeasured.append((self._fit.awaited, stamp))
        self._unsettled.append((self._fit.awaited, stamp))

    def _type(self, key: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self._target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, key))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Match paints with the keys that came before them."""
        if watched is self._target and event.type() == QEvent.Type.KeyPress and self._posted:
            stamp = self._posted.pop(0)
            self._typed.append(stamp)
            self._unseen.append(stamp)
        elif event.type() == QEvent.Type.Paint and watched is self._target.viewport() and self._typed:
            now = time.perf_counter()
            self.run.to_paint += [(now - stamp) * 1000 for stamp in self._typed]
            self._typed.clear()
        return False

    def take_page(self, _page: object) -> None:
        """A page came: it is counted for the newest key it can show."""
        if self._unseen:
            self.run.to_page.append((time.perf_counter() - self._unseen[-1]) * 1000)
            self._unseen.clear()

    def take_fit(self, answer: FitAnswer) -> None:
        """The field was measured: it is counted for each key typed before."""
        if answer.field != self._field:
            return
        now = time.perf_counter()
        while self._unmeasured and self._unmeasured[0][0] <= answer.serial:
            self.run.to_meter.append((now - self._unmeasured.pop(0)[1]) * 1000)
        while answer.settled and self._unsettled and self._unsettled[0][0] <= answer.serial:
            self.run.to_settled.append((now - self._unsettled.pop(0)[1]) * 1000)


class Exporter(QObject):
    """Exports the booklet over and over."""

    def __init__(self, editor: Editor, folder: Path) -> None:
        super().__init__()
        self._editor, self._target = editor, folder / "booklet.pdf"
        self._task: ExportTask | None = None
        self.finished = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)

    def start(self) -> None:
        """Begin."""
        self._timer.start(50)

    def _poll(self) -> None:
        project = self._editor.window.files.project
        if project is None:
            return
        if self._task is None:
            session = project.session
            self._task = ExportTask(BookletJob(self._target), session.catalogue, session.photos)
            self._task.start()
        for news in self._task.poll():
            if not isinstance(news, TaskProgress):
                print("   export:", type(news).__name__, file=sys.stderr)
                self._task.stop()
                self._task = None
                self.finished += 1
                return

    def stop(self) -> None:
        """End."""
        self._timer.stop()
        if self._task is not None:
            self._task.stop()


def wait(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the event loop run until something holds."""
    end = time.monotonic() + seconds
    probe = QTimer()
    probe.setInterval(20)
    probe.timeout.connect(lambda: QCoreApplication.exit(0) if condition() or time.monotonic() > end else None)
    probe.start()
    QCoreApplication.exec()
    probe.stop()
    if not condition():
        raise SystemExit("the editor did not get ready")


def measure(editor: Editor, typing: Typing, folder: Path, *, exporting: bool) -> Run:
    """Type into a field of the first event."""
    field, strokes, pace_ms = typing.field, typing.strokes, typing.pace_ms
    desk = editor.window.desk
    assert desk is not None
    desk.show_place("event")
    desk.table.choose_first()
    form = desk.form.form
    assert form is not None
    target = form.editors[field].target()
    assert isinstance(target, QPlainTextEdit)
    target.setFocus()
    meter = form.rows[typing.field].meter
    wait(lambda: meter is not None and bool(meter.places))
    watch = Stopwatch(target, field, desk.project.fit)
    desk.project.preview.page_ready.connect(watch.take_page)
    desk.project.fit.measured.connect(watch.take_fit)
    exporter = Exporter(editor, folder)
    if exporting:
        exporter.start()
    time.sleep(0.1)
    finished = threading.Event()

    def pace() -> None:
        for number in range(strokes):
            if number % 40 == 39:
                watch.post("\b")
            watch.post(KEYS[number % len(KEYS)])
            time.sleep(pace_ms / 1000)
        finished.set()

    threading.Thread(target=pace, daemon=True).start()
    wait(finished.is_set, 600)
    wait(lambda: not desk.project.preview.is_waiting)
    exporter.stop()
    watch.run.exports = exporter.finished
    return watch.run


def told(name: str, times_ms: list[float]) -> str:
    """Return p50, p95 and the greatest of times."""
    if len(times_ms) < 2:
        return f"{name}: too few"
    cuts = statistics.quantiles(times_ms, n=20)
    middle, most = statistics.median(times_ms), max(times_ms)
    return f"{name}: p50 {middle:.1f}  p95 {cuts[-1]:.1f}  max {most:.1f} ms  (n={len(times_ms)})"


def main() -> int:
    """Run both measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="project to type in; the sample when left out")
    parser.add_argument("--field", default="overview_short", help="field of an event to type in")
    parser.add_argument("--strokes", type=int, default=200)
    parser.add_argument("--pace-ms", type=int, default=60)
    arguments = parser.parse_args()
    application = QApplication([])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        editor = Editor(application, folder / "data")
        editor.window.show()
        if arguments.file:
            editor.window.files.open_path(arguments.file.resolve())
        else:
            editor.window.files.new_sample()
        wait(lambda: editor.window.desk is not None and not editor.window.background.jobs, 300)
        desk = editor.window.desk
        assert desk is not None
        wait(lambda: desk.preview.view.page is not None and editor.window.places.layers is not None)
        typing = Typing(arguments.field, arguments.strokes, arguments.pace_ms)
        for exporting in (False, True):
            run = measure(editor, typing, folder, exporting=exporting)
            print("while exporting" if exporting else "at rest")
            print("  " + told("keystroke to paint", run.to_paint))
            print("  " + told("keystroke to page ", run.to_page))
            print("  " + told("keystroke to meter", run.to_meter))
            print("  " + told("  to the character", run.to_settled))
            if exporting:
                print(f"  exports finished meanwhile: {run.exports}")
        editor.close_without_asking()
    return 0


if __name__ == "__main__":
    sys.exit(main())
