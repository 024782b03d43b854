"""The line under a text that tells how many characters still fit on its pages, or are too many."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ofdesk.booklet.fit_page import MOST_COUNTED, FitPlace
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import set_tooltip

_ICON_PX = 14
_HEIGHT_PX = 18
_LEAST_WIDTH_PX = 40
_GAP_PX = 4
_SIZE_PT = 8.5


class FitMeter(QWidget):
    """Hidden until the field is known to be printed; tells the tightest place, and all in a tooltip.

    Paints its words itself: a label would ask the whole form to lay itself out anew at every stroke.
    """

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._shown: tuple[FitPlace, ...] = ()
        self.text = ""
        self.setFixedHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def sizeHint(self) -> QSize:
        """Leave the width to the row."""
        return QSize(_LEAST_WIDTH_PX, _HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon and words: in the colour of warnings when texts stand closer, bold when one is cut."""
        if not self.text:
            return
        theme = self._appearance.theme
        over = any(place.is_over for place in self._shown)
        tight = any(place.tight_by for place in self._shown)
        icon, colour = ("page", theme.warning if tight else theme.muted)
        if over:
            icon, colour = ("warning", theme.error)
        painter = QPainter(self)
        top = (_HEIGHT_PX - _ICON_PX) // 2
        painter.drawPixmap(0, top, self._appearance.icons.pixmap(icon, colour, _ICON_PX))
        font = QFont(self.font())
        font.setPointSizeF(_SIZE_PT)
        font.setWeight(QFont.Weight.DemiBold if over else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(colour)
        left = _ICON_PX + _GAP_PX
        room = QRect(left, 0, self.width() - left, _HEIGHT_PX)
        words = painter.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    @property
    def places(self) -> tuple[FitPlace, ...]:
        """What is shown."""
        return self._shown

    def forget(self) -> None:
        """Show no number any more: another record is shown; the line stays where it is."""
        self._shown, self.text = (), ""
        set_tooltip(self, "")
        self.update()

    def show_places(self, places: tuple[FitPlace, ...]) -> str:
        """Show what fits; hides for a field that is not printed. Returns the words shown."""
        self._shown = places
        self.text = self._words(places, [place for place in places if place.is_over]) if places else ""
        self.setVisible(bool(places))
        self.setAccessibleName(self.text)
        set_tooltip(self, self._each(places))
        self.update()
        return self.text

    def _words(self, places: tuple[FitPlace, ...], over: list[FitPlace]) -> str:
        text = self._appearance.text
        if over:
            most = max(place.excess for place in over)
            if most:
                return text("fit.over", count=most, pages=sum(place.excess > 0 for place in over))
            return text("fit.pushed", count=max(place.pushed_out for place in over), pages=len(over))
        frames = sum(place.frames for place in places)
        left = min(place.remaining for place in places)
        words = text("fit.plenty" if left >= MOST_COUNTED else "fit.left", count=left, frames=frames)
        tight_by = max(place.tight_by for place in places)
        return text("fit.tight", words=words, count=tight_by) if tight_by else words

    def _each(self, places: tuple[FitPlace, ...]) -> str:
        """Return a line for each page."""
        text = self._appearance.text
        lines = [text("fit.places")]
        for place in places:
            words = self._words((place,), [place] if place.is_over else [])
            lines.append(text("fit.place", page=place.page, words=words))
        return "\n".join(lines)
