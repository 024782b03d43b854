"""The two fields for text, safe with an input method (IME).

While a conversion is open nothing is rewritten, checked or committed: values from outside wait until
it ends, and Enter or Esc belong to the conversion. Undo and redo belong to the document.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_CONVERSION_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
_PADDING_PX = 18  # twice margin of the document, padding and border of the stylesheet


def _is_document_key(event: QEvent) -> bool:
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo))
    )


class LineInput(QLineEdit):
    """One line of text.

    Signals:
        typed(): the user changed the text; never during a conversion.
        left(): the focus went elsewhere.
    """

    typed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False
        self._waiting: str | None = None
        self.textEdited.connect(self._tell)

    def _tell(self, _text: str) -> None:
        self._waiting = None
        self.typed.emit()

    def show_text(self, text: str) -> None:
        """Show another text, at once or when the conversion ends; the cursor stays where it can."""
        if self.composing:
            self._waiting = text
        elif text != self.text():
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(place if self.hasFocus() else 0)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether a conversion is open."""
        self.composing = bool(event.preeditString())  # before the result of the conversion is told
        super().inputMethodEvent(event)
        if not self.composing and self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.show_text(waiting)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the document."""
        if _is_document_key(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter and Esc inside an open conversion."""
        if self.composing and event.key() in _CONVERSION_KEYS:
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.composing = False
            self.left.emit()


class ParagraphInput(QPlainTextEdit):
    """Several lines of text; grows with them. Same signals as `LineInput`."""

    typed = Signal()
    left = Signal()

    def __init__(self, min_lines: int, max_lines: int, parent: QWidget | None = None) -> None:
        """Take the least and the greatest height in lines."""
        super().__init__(parent)
        self.composing = False
        self._min_lines, self._max_lines = min_lines, max_lines
        self._known = ""
        self._waiting: str | None = None
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(4)
        self.textChanged.connect(self._text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """Return the text without what is being converted."""
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """Show another text, at once or when the conversion ends; the cursor stays where it can."""
        if self.composing:
            self._waiting = text
        elif text != self._known:
            place = self.textCursor().position()
            self._known = text
            self.setPlainText(text)
            cursor = self.textCursor()
            cursor.setPosition(min(place, len(text)) if self.hasFocus() else 0)
            self.setTextCursor(cursor)

    def _text_changed(self) -> None:
        # The document also reports a change when only the conversion's underline moved.
        text = self.toPlainText()
        if not self.composing and text != self._known:
            self._known, self._waiting = text, None
            self.typed.emit()

    def _fit(self) -> None:
        line_px = self.fontMetrics().lineSpacing()
        lines = max(self._min_lines, min(self._max_lines, int(self.document().size().height())))
        self.setFixedHeight(line_px * lines + _PADDING_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again: another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Leave the width to the form."""
        return QSize(120, super().sizeHint().height())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether a conversion is open; its result is told when it has ended."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if self.composing:
            return
        self._text_changed()
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.show_text(waiting)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the document."""
        if _is_document_key(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter and Esc inside an open conversion."""
        if self.composing and event.key() in _CONVERSION_KEYS:
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.composing = False
            self._text_changed()
            self.left.emit()
