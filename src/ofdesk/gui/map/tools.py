"""The row of tools over the map: lasso, circles, layers, filter; what is chosen, and the way to the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import icon_button, plain_label, push_button, set_tooltip
from ofdesk.gui.map.layer_switches import LayerSwitches
from ofdesk.gui.map.map_canvas import MapCanvas
from ofdesk.gui.map.pins import extent_of


class PinTools(QWidget):
    """Switches of one map.

    Signals:
        list_requested(): the user wants to see in the list what is chosen.
    """

    list_requested = Signal()

    def __init__(self, appearance: Appearance, canvas: MapCanvas, *, away_from_list: bool) -> None:
        """Take the map; one that stands away from the list offers the way there."""
        super().__init__()
        self._away_from_list = away_from_list
        self._appearance, self._canvas = appearance, canvas
        self._misplaced: frozenset[str] = frozenset()
        text, icons = appearance.text, appearance.icons
        self.lasso = icon_button(icons, "lasso", text("map.lasso"))
        self.circles = icon_button(icons, "circles", text("map.circles"))
        self.layers = LayerSwitches(appearance)
        self.filter = QToolButton()
        self.filter.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.filter.setProperty("role", "worded")
        set_tooltip(self.filter, text("map.filter_hint"))
        for button in (self.lasso, self.circles, self.filter):
            button.setCheckable(True)
        self.told = plain_label("", "muted")
        self.choose_all = push_button(text("map.choose_all"), "inline")
        self.to_list = push_button(text("map.show_in_list"), "inline")
        self._lay_out()
        self._wire()
        self.choose_all.hide()
        self.show_misplaced(frozenset())
        self.tell_chosen(0, 0)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 4)
        layout.setSpacing(2)
        for button in (self.lasso, self.circles, self.layers, self.filter):
            layout.addWidget(button)
        layout.addSpacing(8)
        # Two lines are kept free, so that words that come and go do not move the map; nor do they widen it.
        self.told.setMinimumHeight(2 * self.told.fontMetrics().lineSpacing())
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(self.told, 1)
        layout.addWidget(self.choose_all)
        layout.addWidget(self.to_list)

    def _wire(self) -> None:
        self.lasso.toggled.connect(self._canvas.arm_lasso)
        self.circles.toggled.connect(self._canvas.show_circles)
        self.filter.toggled.connect(self._filter)
        self.choose_all.clicked.connect(self._choose_all)
        self.to_list.clicked.connect(self.list_requested)
        self._canvas.lasso_armed.connect(self.lasso.setChecked)
        self._canvas.tool_requested.connect(self._use)

    def _use(self, name: str) -> None:
        tools = {"lasso": self.lasso, "circles": self.circles, "filter": self.filter, "layers": self.layers}
        tools[name].click()

    # ── the filter ──────────────────────────────────────────────────────────────────────────────

    def show_misplaced(self, keys: frozenset[str]) -> None:
        """Take the records whose pins lie outside their municipality."""
        self._misplaced = keys
        text, count = self._appearance.text, f"{len(keys):,}"
        self.filter.setText(text("map.filter", count=count))
        self.filter.setAccessibleName(text("map.filter_name", count=count))
        if self.filter.isChecked():
            self._canvas.show_only(keys)

    def _filter(self, on: bool) -> None:
        self._canvas.show_only(self._misplaced if on else None)
        self.choose_all.setVisible(on)
        shown = [pin for pin in self._canvas.stage.pins if pin.key in self._misplaced]
        extent = extent_of(shown)
        if on and extent is not None:
            self._canvas.show_extent(extent)

    def _choose_all(self) -> None:
        shown = frozenset(pin.key for pin in self._canvas.stage.layer.pins)
        self._canvas.pins_chosen.emit(shown & self._misplaced)  # the one at work may be right

    # ── the choice ──────────────────────────────────────────────────────────────────────────────

    def tell_chosen(self, count: int, left_out: int) -> None:
        """Tell how many records are chosen, and how many of another kind were left out."""
        text = self._appearance.text
        words = text("map.chosen", count=f"{count:,}") if count > 1 else ""
        if left_out:
            words += "\n" + text("map.chosen_left_out", count=f"{left_out:,}")
        self.told.setText(words.strip())
        set_tooltip(self.told, words.strip())
        self.to_list.setVisible(self._away_from_list and count > 1)
