"""A bar above the work that tells of something and offers what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import icon_button, plain_label, push_button


class NoticeBar(QWidget):
    """Shows one notice at a time; a newer one takes the place of an older one."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._appearance = appearance
        self.icon = plain_label()
        self.text = plain_label("", wrap=True)
        self._buttons: list[QPushButton] = []
        self.close_button = icon_button(appearance.icons, "close", appearance.text("notice.close"))
        self.close_button.clicked.connect(self.hide)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 6, 8, 6)
        self._layout.setSpacing(10)
        self._layout.addWidget(self.icon)
        self._layout.addWidget(self.text, 1)
        self._layout.addWidget(self.close_button)
        self.hide()

    def tell(self, text: str, icon: str = "info", *offers: tuple[str, Callable[[], None]]) -> None:
        """Show a notice with buttons for what can be done."""
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        theme = self._appearance.theme
        colour = {"error": theme.error, "warning": theme.warning, "accept": theme.good}.get(
            icon, theme.accent
        )
        self.icon.setPixmap(self._appearance.icons.pixmap(icon, colour))
        self.text.setText(text)
        for words, action in offers:
            button = push_button(words)
            button.clicked.connect(self.hide)
            button.clicked.connect(action)
            self._layout.insertWidget(self._layout.count() - 1, button)
            self._buttons.append(button)
        self.show()
