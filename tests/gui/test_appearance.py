"""Language and theme: changed at once, kept between runs, the work untouched."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from tests.gui.conftest import Driver

from ofdesk.gui.app import Editor
from ofdesk.gui.theme import DARK, LIGHT, Theme


def test_english_is_there_at_once_and_the_record_stays(at_work: Driver) -> None:
    record_id = at_work.add("factory")
    at_work.type_into("name", "見本工業")
    assert at_work.window.menuBar().actions()[0].text() == "ファイル(&F)"
    at_work.window.commands["language_en"].trigger()
    assert at_work.window.menuBar().actions()[0].text() == "&File"
    assert at_work.desk.record_id == record_id
    assert at_work.desk.navigation.place == "factory"
    target = at_work.input_of("name")
    assert isinstance(target, QLineEdit)
    assert target.text() == "見本工業"
    assert at_work.form.rows["name"].label.text() == "Name of company or factory"
    at_work.window.commands["undo"].trigger()
    assert target.text() == ""


def test_the_language_is_kept_for_the_next_start(driver: Driver, make_editor: Callable[[], Editor]) -> None:
    driver.window.commands["language_en"].trigger()
    driver.window.close()
    again = make_editor()
    assert again.window.menuBar().actions()[0].text() == "&File"


def test_the_dark_theme_colours_the_application(at_work: Driver) -> None:
    at_work.window.commands["theme_dark"].trigger()
    palette = QApplication.palette()
    assert palette.color(QPalette.ColorRole.Window) == QColor(DARK.window)
    at_work.window.commands["theme_light"].trigger()
    assert QApplication.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)


def test_the_dividers_stay_where_the_user_put_them(
    at_work: Driver, make_editor: Callable[[], Editor]
) -> None:
    columns = at_work.desk.columns
    columns.setSizes([180, 700, columns.width() - 880])
    wanted = columns.sizes()
    at_work.window.close()
    again = Driver(make_editor(), at_work.qtbot)
    again.new_project()
    assert all(abs(now - then) <= 2 for now, then in zip(again.desk.columns.sizes(), wanted, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours. Source: WCAG 2.2."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        shares = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def words_and_grounds(theme: Theme) -> list[tuple[str, str]]:
    inks = (theme.text, theme.muted, theme.accent, theme.warning, theme.error, theme.good)
    pairs = [(ink, ground) for ink in inks for ground in (theme.window, theme.surface)]
    return [*pairs, (theme.on_accent, theme.accent), (theme.text, theme.accent_tint)]


def test_words_stand_out_from_their_ground_in_both_themes() -> None:
    for theme in (LIGHT, DARK):
        for ink, ground in words_and_grounds(theme):
            assert contrast(ink, ground) >= 4.5, (theme.name, ink, ground)
