"""Layers of the project on the editor's own map: shown, switched, taken back, or left out and told."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.gui.conftest import Driver
from tests.gui.test_layers import layers_of, line_file

from ofdesk.base.geometry import GeoPoint
from ofdesk.editing import commands
from ofdesk.gui.map.map_canvas import MapCanvas
from ofdesk.model.records import Layer

EAST, NORTH = 136.18, 35.95


def map_with_line(driver: Driver, tmp_path: Path) -> MapCanvas:
    """Read a line that goes through the middle of the map of all records, which is shown."""
    driver.until(lambda: driver.window.places.layers is not None)
    path = line_file(tmp_path / "見本線.geojson", [EAST - 1, NORTH], [EAST + 1, NORTH])
    driver.desk.layers.take_files((path,))
    driver.until(lambda: len(layers_of(driver)) == 1)
    driver.desk.show_place("map")
    canvas = driver.desk.overview.canvas
    canvas._move_to(dataclasses.replace(canvas.view, centre=GeoPoint(NORTH, EAST + 0.013), scale=5000.0))
    driver.until(lambda: bool(canvas._ground.layers) and canvas._ground.layers[0].view == canvas.view)
    return canvas


def shows_line(canvas: MapCanvas) -> bool:
    """Tell whether something dark goes from left to right through the middle."""
    picture = canvas.grab().toImage()
    y = round(canvas.view.to_screen(GeoPoint(NORTH, EAST))[1])
    columns = range(40, canvas.width() - 60, 20)
    # The line is dotted: somewhere in every stretch of 20 pixels a dot is seen.
    around = [(dx, dy) for dx in range(20) for dy in (-1, 0, 1)]
    dark = [min(picture.pixelColor(x + dx, y + dy).lightness() for dx, dy in around) < 225 for x in columns]
    return sum(dark) > 0.9 * len(dark)


def test_a_layer_is_seen_under_the_pins_switched_by_keys_and_gone_with_undo(
    at_work: Driver, tmp_path: Path
) -> None:
    canvas = map_with_line(at_work, tmp_path)
    assert shows_line(canvas)
    switches = at_work.desk.overview.tools.layers
    assert [action.text() for action in switches.each] == ["見本線\tその他の線"]
    # R opens the menu on its first switch; Space works it, and it stays open.
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_R)
    assert switches.switches.isVisible()
    QTest.keyClick(switches.switches, Qt.Key.Key_Space)
    assert switches.switches.isVisible()
    assert not switches.each[0].isChecked()
    assert not shows_line(canvas)
    assert not at_work.desk.map.tools.layers.each[0].isChecked()  # one choice for both maps
    place = switches.switches.actionGeometry(switches.all).center()
    QTest.mouseClick(switches.switches, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert shows_line(canvas)
    QTest.keyClick(switches.switches, Qt.Key.Key_Escape)
    assert not switches.switches.isVisible()
    # While the map is pulled the line goes along; undo takes it away at once, redo brings it back.
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 200))
    QTest.mouseMove(canvas, QPoint(20, 230))
    QTest.mouseMove(canvas, QPoint(20, 260))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 260))
    assert shows_line(canvas)
    at_work.window.commands["undo"].trigger()
    assert layers_of(at_work) == ()
    assert not shows_line(canvas)
    assert not switches.isVisible()
    at_work.window.commands["redo"].trigger()
    at_work.until(lambda: shows_line(canvas))


def test_a_layer_without_its_data_is_left_out_and_told_once(at_work: Driver, tmp_path: Path) -> None:
    canvas = map_with_line(at_work, tmp_path)
    desk, session = at_work.desk, at_work.desk.project.session
    lost = Layer(
        id=session.new_id(), name="見本の欠け", role="road", shown=True, sha256="0" * 64,
        media="application/geo+json", file_name="欠け.geojson",
    )  # fmt: skip
    broken = dataclasses.replace(
        lost, id=session.new_id(), name="見本の壊れ", sha256=session.photos.add(b"{]", lost.media)
    )
    added = commands.add_records(at_work.catalogue, [lost, broken], "command.import_layers")
    desk.project.document.step(added)
    at_work.until(lambda: "見本の欠け" in desk.notice.text.text())
    assert "見本の壊れ" in desk.notice.text.text()
    assert shows_line(canvas)
    desk.notice.hide()
    canvas.zoom_by(1.1)
    at_work.until(lambda: canvas._ground.layers[0].view == canvas.view)
    assert desk.notice.isHidden()
