"""Photos in the form: dropped, described, focused, moved, removed; and files that are none."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from tests.gui.conftest import Driver

from ofdesk.gui.forms.photo_strip import PhotoStrip
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Factory, Photo


def strip_of(driver: Driver) -> PhotoStrip:
    strip = driver.form.editors["photos"]
    assert isinstance(strip, PhotoStrip)
    return strip


def with_photos(driver: Driver, folder: Path, count: int = 2) -> tuple[RecordId, PhotoStrip]:
    factory_id = driver.add("factory")
    paths = []
    for number in range(count):
        path = folder / f"photo-{number}.png"
        Image.new("RGB", (300, 200), (10 + 80 * number, 90, 140)).save(path)
        paths.append(path)
    strip = strip_of(driver)
    strip.take_files(tuple(paths))
    driver.until(lambda: len(strip.cards) == count)
    return factory_id, strip


def photos_of(driver: Driver, factory_id: RecordId) -> tuple[RecordId, ...]:
    factory = driver.catalogue.find(Factory, factory_id)
    assert factory is not None
    return factory.photos


def test_photos_are_taken_in_one_step_that_undo_takes_back(at_work: Driver, tmp_path: Path) -> None:
    factory_id, strip = with_photos(at_work, tmp_path)
    assert len(photos_of(at_work, factory_id)) == 2
    at_work.window.commands["undo"].trigger()
    assert photos_of(at_work, factory_id) == ()
    assert strip.cards == []
    assert len(at_work.catalogue.table("photo")) == 0


def test_thumbnails_come_and_a_click_sets_the_focus_point(at_work: Driver, tmp_path: Path) -> None:
    factory_id, strip = with_photos(at_work, tmp_path, 1)
    picture = strip.cards[0].picture
    at_work.until(lambda: picture._image is not None)
    # 300 × 200 fits the frame of 166 × 110 inside its edge as 165 × 110; three quarters across, half down.
    place = picture._picture_rect()
    spot = QPoint(round(place.x() + place.width() * 0.75), round(place.y() + place.height() * 0.5))
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    photo = at_work.catalogue.find(Photo, photos_of(at_work, factory_id)[0])
    assert photo is not None
    assert photo.focus_x is not None
    assert photo.focus_y is not None
    assert abs(photo.focus_x - 0.75) < 0.01
    assert abs(photo.focus_y - 0.5) < 0.01
    QTest.keyClick(picture, Qt.Key.Key_Right)
    moved = at_work.catalogue.find(Photo, photo.id)
    assert moved is not None
    assert moved.focus_x == round(photo.focus_x + 0.02, 3)


def test_credit_and_consent_go_to_the_photo_itself(at_work: Driver, tmp_path: Path) -> None:
    factory_id, strip = with_photos(at_work, tmp_path, 1)
    card = strip.cards[0]
    QTest.keyClicks(card.editors["credit"].target(), "Mihon Photo")
    combo = card.editors["consent"].target()
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_End)
    QTest.keyClick(combo, Qt.Key.Key_Up)  # given stands before refused
    photo = at_work.catalogue.find(Photo, photos_of(at_work, factory_id)[0])
    assert photo is not None
    assert (photo.credit, photo.consent) == ("Mihon Photo", "given")


def test_photos_are_moved_and_removed(at_work: Driver, tmp_path: Path) -> None:
    factory_id, strip = with_photos(at_work, tmp_path)
    first, second = photos_of(at_work, factory_id)
    at_work.click(strip.cards[0].down)
    assert photos_of(at_work, factory_id) == (second, first)
    at_work.click(strip.cards[0].remove)
    assert photos_of(at_work, factory_id) == (first,)
    assert at_work.catalogue.find(Photo, second) is None
    at_work.window.commands["undo"].trigger()
    assert photos_of(at_work, factory_id) == (second, first)


def test_a_picture_is_pasted_from_the_clipboard(at_work: Driver) -> None:
    factory_id = at_work.add("factory")
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    QGuiApplication.clipboard().setImage(image)
    at_work.click(strip_of(at_work).paste_button)
    at_work.until(lambda: len(photos_of(at_work, factory_id)) == 1)
    photo = at_work.catalogue.find(Photo, photos_of(at_work, factory_id)[0])
    assert photo is not None
    assert (photo.width_px, photo.height_px) == (120, 80)


def test_a_file_that_is_no_photo_is_told_and_the_others_are_taken(at_work: Driver, tmp_path: Path) -> None:
    factory_id = at_work.add("factory")
    good, bad = tmp_path / "good.png", tmp_path / "bad.jpg"
    Image.new("RGB", (60, 40)).save(good)
    bad.write_bytes(b"no picture at all")
    strip_of(at_work).take_files((bad, good))
    at_work.until(lambda: len(photos_of(at_work, factory_id)) == 1)
    at_work.until(lambda: not at_work.desk.notice.isHidden())
    assert "bad.jpg" in at_work.desk.notice.text.text()
