"""Measures the frames of the map in the editor's own window: zoom by wheel, pull, drag of a pin, lasso.

    python -m tests.bench.map_frames [--pins 10000] [--seed 1] [--layers]

Invented records stand around the middles of all municipalities. Each event goes to the map as Qt delivers it.
A frame lasts until all that changed is painted. Then the same with pins painted one by one, to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ofdesk.base.geometry import GeoPoint
from ofdesk.editing import commands
from ofdesk.gui.app import Editor
from ofdesk.gui.desk import ProjectDesk
from ofdesk.gui.map.map_canvas import MapCanvas
from ofdesk.gui.map.view_transform import ViewTransform
from ofdesk.model.parts import Location
from ofdesk.model.records import Event, Factory, Layer, Record
from ofdesk.services.program_map import program_map

_EVENTS_SHARE = 0.03
_SPREAD_DEG = 0.06
_LEVELS = (("block", 60), ("chome", 300), ("town", 900), ("municipality", 6000))
_LEFT, _PLAIN, _SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
_FRAMES = 60
_KANSAI = GeoPoint(34.9, 135.6)


def records(count: int, rng: random.Random, new_id: Callable[[], str]) -> Iterator[Record]:
    """Yield invented factories, and some events."""
    middles = [one.label for one in program_map().municipalities.values()]
    for number in range(count):
        middle = rng.choice(middles)
        level, radius_m = rng.choice(_LEVELS)
        location = Location(
            lat_deg=round(middle.lat_deg + rng.gauss(0, _SPREAD_DEG), 6),
            lon_deg=round(middle.lon_deg + rng.gauss(0, _SPREAD_DEG), 6),
            level=level,
            radius_m=radius_m,
            origin="geocoder",
        )
        if rng.random() < _EVENTS_SHARE:
            yield Event(id=new_id(), name=f"見本の催し{number}", location=location)  # type: ignore[arg-type]
        else:
            yield Factory(id=new_id(), name=f"見本工業{number}", location=location)  # type: ignore[arg-type]


def wait(condition: Callable[[], bool], seconds: float = 120.0) -> None:
    """Let the event loop run until something holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("the editor did not get ready")
        QTest.qWait(20)


def frame_ms(canvas: MapCanvas, act: Callable[[], object]) -> float:
    """Return how long an event and all painting that follows it take."""
    started = time.perf_counter()
    act()
    canvas.repaint()
    QCoreApplication.processEvents()
    return 1000 * (time.perf_counter() - started)


def rest(canvas: MapCanvas) -> None:
    """Let the map settle, and the checks and timers have their turn."""
    QTest.qWait(250)
    canvas.repaint()


def zoomed(canvas: MapCanvas) -> list[float]:
    """Turn the wheel: from the nation to a town and back, about Kansai."""
    canvas.show_nation()
    rest(canvas)
    x, y = canvas.view.to_screen(_KANSAI)
    place = QPointF(x, y)

    def turn(steps: int) -> None:
        event = QWheelEvent(
            place, QPointF(canvas.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton, _PLAIN, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)

    half = _FRAMES // 4
    times = []
    for steps in [1] * half + [-1] * half + [1] * half + [-1] * half:
        times.append(frame_ms(canvas, lambda steps=steps: turn(steps)))  # type: ignore[misc]
    rest(canvas)
    return times


def moved(canvas: MapCanvas, start: QPoint, modifiers: Qt.KeyboardModifier = _PLAIN) -> list[float]:
    """Press at a place, go round a circle, and leave the button pressed."""
    QTest.mousePress(canvas, _LEFT, modifiers, start)
    times = []
    for number in range(1, _FRAMES + 1):
        place = start + QPoint(round(number * 2.5), 40 * (number % 10 - 5) // 5 + 3)
        times.append(frame_ms(canvas, lambda place=place: QTest.mouseMove(canvas, place)))  # type: ignore[misc]
    return times


def let_go(canvas: MapCanvas) -> float:
    """Let the button go at the last place; returns how long what follows takes."""
    place = canvas.mapFromGlobal(canvas.mapToGlobal(QPoint(canvas.width() // 2, canvas.height() // 2)))
    return frame_ms(canvas, lambda: QTest.mouseRelease(canvas, _LEFT, _PLAIN, place))


def pulled(canvas: MapCanvas) -> list[float]:
    """Pull the map of the nation."""
    canvas.show_nation()
    rest(canvas)
    times = moved(canvas, QPoint(30, 120))  # on the sea, where no pin stands
    let_go(canvas)
    rest(canvas)
    return times


def dragged(canvas: MapCanvas) -> list[float]:
    """Drag a pin that stands alone, the map showing about a region."""
    around = ViewTransform(_KANSAI, 150.0, canvas.width(), canvas.height())
    canvas._move_to(around)
    rest(canvas)
    layer = canvas.stage.layer
    for number in layer.seen(canvas.view, -200).tolist():
        x, y = layer.places(canvas.view)[number]
        if canvas.stage.to_carry(canvas.view, x, y) is layer.pins[number]:
            break
    times = moved(canvas, QPoint(round(x), round(y)))
    if not canvas.is_dragging:
        raise SystemExit("no pin was dragged")
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, _LEFT, _PLAIN, QPoint(1, 1))
    rest(canvas)
    return times


def lassoed(canvas: MapCanvas) -> tuple[list[float], float]:
    """Draw a lasso round half of the nation; returns the frames, and the time from letting go to the list."""
    canvas.show_nation()
    rest(canvas)
    corners = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.6), (0.1, 0.9)]
    path = [QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in corners]
    QTest.mousePress(canvas, _LEFT, _SHIFT, path[0])
    times = []
    for one, other in pairwise(path):
        for step in range(1, _FRAMES // 3 + 1):
            place = one + (other - one) * (3 * step / _FRAMES)
            times.append(frame_ms(canvas, lambda place=place: QTest.mouseMove(canvas, place)))  # type: ignore[misc]
    done = frame_ms(canvas, lambda: QTest.mouseRelease(canvas, _LEFT, _SHIFT, path[-1]))
    return times, done


def paint_one_by_one(canvas: MapCanvas) -> None:
    """Let the map paint its pins as simply as can be: each by itself, wherever it is."""

    def paint(painter: QPainter, held: str) -> None:
        assert canvas._painter is not None
        canvas._ground.paint(painter, canvas._painter, canvas.view, canvas.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#ffffff"), 1.2))
        painter.setBrush(QColor("#1f5f8b"))
        for pin in canvas.stage.layer.pins:
            if pin.key != held:
                painter.drawEllipse(QPointF(*canvas.view.to_screen(pin.point)), 4.2, 4.2)

    canvas._paint_still = paint  # type: ignore[method-assign]


def row(name: str, times: list[float], naive: list[float] | None = None) -> str:
    """Return a row of the table."""
    worst, p95 = max(times), statistics.quantiles(times, n=20)[-1]
    middle = statistics.median(times)
    other = f"{statistics.median(naive):.0f} ms, {statistics.median(naive) / middle:.0f} ×" if naive else "–"
    return f"| {name} | {middle:.1f} ms | {p95:.1f} ms | {worst:.1f} ms | {other} |"


def settled(canvas: MapCanvas, scales: tuple[float, ...]) -> list[float]:
    """Return the times of the sharp frames that follow a movement."""
    times = []
    for scale in scales:
        canvas._move_to(ViewTransform(_KANSAI, scale, canvas.width(), canvas.height()))
        canvas.repaint()
        times.append(frame_ms(canvas, canvas._sharpen))
    return times


def read_layers(desk: ProjectDesk, folder: Path, rng: random.Random) -> None:
    """Read invented rivers and roads of a region: 800 lines of 250 places each."""
    for name in ("見本の川", "見本の道路"):
        lines = []
        for _ in range(400):
            x, y, line = _KANSAI.lon_deg + rng.gauss(0, 0.8), _KANSAI.lat_deg + rng.gauss(0, 0.8), []
            for _ in range(250):
                x, y = x + rng.gauss(0.001, 0.002), y + rng.gauss(0, 0.002)
                line.append([round(x, 6), round(y, 6)])
            lines.append({"type": "LineString", "coordinates": line})
        path = folder / f"{name}.geojson"
        path.write_text(json.dumps({"type": "GeometryCollection", "geometries": lines}), encoding="utf-8")
        count = len(desk.project.document.catalogue.all_of(Layer))
        desk.layers.take_files((path,))
        wait(lambda count=count: len(desk.project.document.catalogue.all_of(Layer)) > count)  # type: ignore[misc]
    desk.show_place("map")
    wait(lambda: len(desk.overview.canvas._ground.layers) == 2)


def held_up(desk: ProjectDesk, scale: float) -> tuple[float, float]:
    """Return how long layers take to stand sharp at a scale, and the longest pause of the interface."""
    canvas, ticks = desk.overview.canvas, [time.perf_counter()]
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    canvas._move_to(ViewTransform(_KANSAI, scale, canvas.width(), canvas.height()))
    wait(lambda: all(layer.view == canvas.view for layer in canvas._ground.layers))
    return 1000 * (ticks[-1] - ticks[0]), 1000 * max(b - a for a, b in pairwise(ticks))


def measure(desk: ProjectDesk) -> None:
    """Measure and print all."""
    canvas = desk.overview.canvas
    print(f"map {canvas.width()} × {canvas.height()}, {len(canvas.stage.layer.pins):,} pins")
    acts = {"zoom by wheel": zoomed, "pull of the map": pulled, "drag of a pin": dragged}
    quick = {name: act(canvas) for name, act in acts.items()}
    quick["lasso"], closing = lassoed(canvas)
    chosen = len(desk.table.chosen_ids)
    quick["zoom by wheel, thousands of pins chosen"] = zoomed(canvas)
    desk.table.choose_first()
    scales = (32.0, 60.0, 150.0, 400.0, 1000.0, 3000.0, 10_000.0)
    sharp = settled(canvas, scales)
    if desk.overview.canvas._ground.layers:
        for scale in scales:
            sharp_ms, held_ms = held_up(desk, scale)
            print(f"layers at {scale:g} pixels a degree: {sharp_ms:.0f} ms, held up {held_ms:.0f} ms")
    desk.overview.tools.circles.click()
    quick["zoom by wheel, circles shown"] = zoomed(canvas)
    circled = settled(canvas, scales)
    desk.overview.tools.circles.click()
    paint_one_by_one(canvas)
    naive = {name: act(canvas) for name, act in acts.items()}
    naive["lasso"], _ = lassoed(canvas)
    print("| frames | median | 95 % | worst | pins painted one by one |\n|---|---:|---:|---:|---:|")
    for name, times in quick.items():
        print(row(name, times, naive.get(name)))
    print(f"lasso let go, {chosen:,} rows chosen in the list: {closing:.0f} ms")
    for name, times in (("ground drawn anew at rest", sharp), ("the same with circles", circled)):
        told = ", ".join(f"{ms:.0f}" for ms in times)
        print(f"{name}, at {', '.join(f'{scale:g}' for scale in scales)} pixels a degree: {told} ms")


def main() -> int:
    """Open the editor with invented records, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pins", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layers", action="store_true", help="with layers of 200,000 places")
    arguments = parser.parse_args()
    application = QApplication([])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        editor = Editor(application, folder / "data")
        window = editor.window
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(1440, 900)
        window.show()
        window.files.new()
        wait(lambda: window.desk is not None and window.places.layers is not None)
        desk = window.desk
        assert desk is not None
        document, rng = desk.project.document, random.Random(arguments.seed)
        document.step(
            commands.add_records(document.catalogue, records(arguments.pins, rng, document.session.new_id))
        )
        desk.show_place("map")
        desk.columns.setSizes([200, 900, 340])
        window.resize(1440, 900)
        desk.table.show_kind("factory")
        QTest.qWait(1000)
        wait(lambda: desk.project.checks._job is None)
        if arguments.layers:
            read_layers(desk, folder, rng)
        measure(desk)
        editor.close_without_asking()
    return 0


if __name__ == "__main__":
    sys.exit(main())
