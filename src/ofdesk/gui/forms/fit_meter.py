"""The line under a text that tells how many characters still fit on its pages, or are too many."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ofdesk.booklet.fit import MOST_COUNTED, FitPlace
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import plain_label, set_role, set_tooltip

_ICON_PX = 14
_HEIGHT_PX = 18
_WIDTH_PX = 190


class FitMeter(QWidget):
    """Hidden until the field is known to be printed; tells the tightest place, and all in a tooltip."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._shown: tuple[FitPlace, ...] = ()
        self._icon = plain_label()
        self._icon.setFixedSize(_ICON_PX, _HEIGHT_PX)
        self.label = plain_label("", "counter")
        # Of a fixed size, so that no stroke asks the whole form to lay itself out anew.
        self.label.setFixedSize(_WIDTH_PX, _HEIGHT_PX)
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._icon)
        layout.addWidget(self.label)
        layout.addStretch(1)
        self.hide()

    @property
    def places(self) -> tuple[FitPlace, ...]:
        """What is shown."""
        return self._shown

    def forget(self) -> None:
        """Show no number any more: another record is shown; the line stays where it is."""
        self._shown = ()
        self.label.setText("")
        self._icon.clear()
        set_tooltip(self, "")

    def show_places(self, places: tuple[FitPlace, ...]) -> str:
        """Show what fits; hides for a field that is not printed. Returns the words shown."""
        self._shown = places
        self.setVisible(bool(places))
        if not places:
            self.label.setText("")
            return ""
        over = [place for place in places if place.is_over]
        theme = self._appearance.theme
        icon = ("warning", theme.error) if over else ("page", theme.muted)
        self._icon.setPixmap(self._appearance.icons.pixmap(*icon, _ICON_PX))
        set_role(self.label, "over" if over else "counter")
        words = self._words(places, over)
        self.label.setText(words)
        set_tooltip(self, self._each(places))
        return words

    def _words(self, places: tuple[FitPlace, ...], over: list[FitPlace]) -> str:
        text = self._appearance.text
        if over:
            most = max(place.excess for place in over)
            if most:
                return text("fit.over", count=most, pages=sum(place.excess > 0 for place in over))
            return text("fit.pushed", count=max(place.pushed_out for place in over), pages=len(over))
        frames = sum(place.frames for place in places)
        left = min(place.remaining for place in places)
        return text("fit.plenty" if left >= MOST_COUNTED else "fit.left", count=left, frames=frames)

    def _each(self, places: tuple[FitPlace, ...]) -> str:
        """Return a line for each page."""
        text = self._appearance.text
        lines = [text("fit.places")]
        for place in places:
            words = self._words((place,), [place] if place.is_over else [])
            lines.append(text("fit.place", page=place.page, words=words))
        return "\n".join(lines)
