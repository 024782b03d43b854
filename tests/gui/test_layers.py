"""Layers of maps in the editor: chosen, dropped, refused, corrected, taken back."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from tests.gui.conftest import Driver

from ofdesk.gui.dialogs.plane_zone import PlaneZoneDialog
from ofdesk.model.records import Layer


def line_file(path: Path, *places: list[float]) -> Path:
    """Write a GeoJSON of one line."""
    path.write_text(json.dumps({"type": "LineString", "coordinates": places}), encoding="utf-8")
    return path


def layers_of(driver: Driver) -> tuple[Layer, ...]:
    return driver.catalogue.all_of(Layer)


def choose(driver: Driver, *paths: Path) -> None:
    """Choose files in the dialog that the import opened."""
    dialog = driver.desk.layers.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.filesSelected.emit([str(path) for path in paths])
    dialog.close()


def drop(driver: Driver, path: Path) -> bool:
    """Drop a file onto the list; tells whether it was welcome."""
    table, mime = driver.desk.table, QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    enter = QDragEnterEvent(
        table.rect().center(),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.setAccepted(False)
    QApplication.sendEvent(table, enter)
    if enter.isAccepted():
        done = QDropEvent(
            QPointF(table.rect().center()),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(table, done)
    return enter.isAccepted()


def test_layers_are_read_dropped_refused_corrected_and_taken_back(at_work: Driver, tmp_path: Path) -> None:
    desk = at_work.desk
    assert not drop(at_work, line_file(tmp_path / "見本線.geojson", [136.1, 35.9], [136.2, 36.0]))
    desk.show_place("layer")
    # An empty list offers to read files instead of making an empty record; several files are one step.
    at_work.click(desk.table.empty.button)
    other = line_file(tmp_path / "N02-22_RailroadSection.geojson", [136.0, 35.9], [136.2, 35.9])
    choose(at_work, tmp_path / "見本線.geojson", other)
    at_work.until(lambda: len(layers_of(at_work)) == 2)
    wanted = [("見本線", "line"), ("鉄道", "railway")]
    assert [(layer.name, layer.role) for layer in layers_of(at_work)] == wanted
    assert "国土数値情報（鉄道データ）" in layers_of(at_work)[1].credit
    assert desk.record_id == layers_of(at_work)[0].id
    assert "「見本線」「鉄道」" in desk.notice.text.text()
    at_work.type_into("credit", "Mihon data")
    assert layers_of(at_work)[0].credit == "Mihon data"
    at_work.window.commands["undo"].trigger()
    at_work.window.commands["undo"].trigger()
    assert layers_of(at_work) == ()
    at_work.window.commands["redo"].trigger()
    assert len(layers_of(at_work)) == 2
    # A file that is none is told in a sentence, and nothing changes.
    bad = tmp_path / "壊れた.zip"
    bad.write_bytes(b"PK\x03\x04 cut short")
    assert drop(at_work, bad)
    at_work.until(lambda: "壊れた.zip" in desk.notice.text.text())
    assert len(layers_of(at_work)) == 2


def test_the_zone_is_asked_for_where_data_does_not_say_it(at_work: Driver, tmp_path: Path) -> None:
    desk = at_work.desk
    desk.show_place("layer")
    at_work.window.commands["import_layers"].trigger()
    choose(at_work, line_file(tmp_path / "系.geojson", [10_000.0, -5_000.0], [12_000.0, -4_000.0]))
    at_work.until(lambda: isinstance(desk.layers.dialog, PlaneZoneDialog))
    dialog = desk.layers.dialog
    assert isinstance(dialog, PlaneZoneDialog)
    dialog.combo.setCurrentIndex(5)  # zone 6: 36° N, 136° E
    at_work.click(dialog.accept_button)
    at_work.until(lambda: len(layers_of(at_work)) == 1)
    layer = layers_of(at_work)[0]
    assert layer.west_deg is not None
    assert layer.south_deg is not None
    # 10 km east of 136° at 35.95° N: 10 / (111.32 · cos 35.95°) = 0.111°; 5 km south of 36°: 0.045°.
    assert abs(layer.west_deg - 136.111) < 0.001
    assert abs(layer.south_deg - 35.955) < 0.001
