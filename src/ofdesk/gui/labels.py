"""Factories for everything that shows words: plain text only.

Qt guesses HTML in labels, message boxes and tooltips and then loads pictures it names. No other
module builds those; a test of the source sees to it.
"""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QMessageBox, QPushButton, QSizePolicy, QToolButton, QWidget

from ofdesk.gui.icons import IconSet


def plain_label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Make a label that shows its text as it is.

    Args:
        text: any text.
        role: name the stylesheet goes by, such as "heading", "muted" or "message".
        wrap: whether long text breaks into lines.
    """
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another role and let the stylesheet look again."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def plain_tooltip(text: str) -> str:
    """Return a text that a tooltip shows as it is, line by line."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def set_tooltip(target: QWidget | QAction, text: str) -> None:
    """Give a widget or action a tooltip of plain text."""
    target.setToolTip(plain_tooltip(text))


def message_box(parent: QWidget, title: str, text: str, detail: str = "") -> QMessageBox:
    """Make a message box of plain text; the caller adds buttons and calls `open()`, never `exec()`."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(detail)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def push_button(text: str, role: str = "") -> QPushButton:
    """Make a button with words; `role` is "primary", "quiet", "inline", "link" or nothing."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    if role:
        button.setProperty("role", role)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return button


def icon_button(icons: IconSet, icon: str, name: str) -> QToolButton:
    """Make a button that shows an icon only; its name is spoken and shown as a tooltip."""
    button = QToolButton()
    button.setIcon(icons(icon))
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_tooltip(button, name)
    return button


def hairline(*, upright: bool = False) -> QFrame:
    """Make a divider one pixel wide."""
    line = QFrame()
    line.setProperty("role", "hairline_upright" if upright else "hairline")
    return line
