"""The order in which Tab walks: as the layouts read, whenever a widget was made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget


def tab_stops(widget: QWidget) -> Iterator[QWidget]:
    """Yield the widgets that take the focus by Tab, in reading order; a focus proxy is passed over."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda place: layout.getItemPosition(place)[:2])  # type: ignore[index]
    for place in places:
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from tab_stops(widget)
        elif inner is not None:
            yield from _of_layout(inner)


def chain(widgets: list[QWidget]) -> None:
    """Let Tab walk through widgets in their order."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
