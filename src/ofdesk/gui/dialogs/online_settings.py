"""Whether an online service may be asked, which one, and what that means: agreed to, and revocable."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ofdesk.geocoding.online_hits import OnlineService
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import hairline, plain_label, push_button

_WIDTH_PX, _HEIGHT_PX = 620, 740
_OFF = ""
_CHOICES = (
    (_OFF, "online.off"),
    (OnlineService.GSI.value, "online.use_gsi"),
    (OnlineService.NOMINATIM.value, "online.use_nominatim"),
)
_TOLD = (
    ("online.sent_heading", ("online.sent", "online.sent_when", "online.sent_also")),
    ("online.care_heading", ("online.care",)),
    ("online.terms_heading", ("online.terms_gsi", "online.terms_nominatim", "online.terms_pause")),
    ("online.revoke_heading", ("online.revoke",)),
)


class OnlineSettingsDialog(QDialog):
    """Asks for the service and the consent.

    Signals:
        service_chosen(code): a code of `OnlineService`, "" for none.
    """

    service_chosen = Signal(str)

    def __init__(self, appearance: Appearance, service: OnlineService | None, parent: QWidget) -> None:
        super().__init__(parent)
        text = appearance.text
        self.setWindowTitle(text("online.settings_title"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._former = service.value if service is not None else _OFF
        self.choices: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        for code, words in _CHOICES:
            self.choices[code] = QRadioButton(text(words))
            self._group.addButton(self.choices[code])
        self.choices[self._former].setChecked(True)
        self.consent = QCheckBox(text("online.agree"))
        self.consent.setChecked(service is not None)
        self.save_button = push_button(text("online.save"), "primary")
        self.save_button.setDefault(True)
        self.cancel_button = push_button(text("question.cancel"))
        self._group.buttonClicked.connect(self._follow_choice)
        self.consent.toggled.connect(self._refresh)
        self.save_button.clicked.connect(self._take)
        self.cancel_button.clicked.connect(self.reject)
        self._lay_out(appearance)
        self._refresh()
        # Never higher than the window: on a small screen the answer would be out of reach.
        self.resize(_WIDTH_PX, min(_HEIGHT_PX, parent.window().height()))

    def _lay_out(self, appearance: Appearance) -> None:
        text = appearance.text
        body = QWidget()
        body.setProperty("role", "surface")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(24, 20, 24, 20)
        inner.setSpacing(4)
        inner.addWidget(plain_label(text("online.intro"), wrap=True))
        inner.addSpacing(8)
        for choice in self.choices.values():
            inner.addWidget(choice)
        for heading, sentences in _TOLD:
            inner.addSpacing(8)
            inner.addWidget(plain_label(text(heading), "heading"))
            for sentence in sentences:
                inner.addWidget(plain_label(text(sentence), wrap=True))
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 8, 16, 12)
        buttons.setSpacing(8)
        buttons.addWidget(self.consent)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(hairline())
        layout.addLayout(buttons)

    @property
    def _chosen(self) -> str:
        return next(code for code, button in self.choices.items() if button.isChecked())

    def _follow_choice(self) -> None:
        # Agreed to is one service and what is said of it: another one asks for a new consent.
        self.consent.setChecked(self._chosen == self._former != _OFF)
        self._refresh()

    def _refresh(self) -> None:
        self.consent.setEnabled(self._chosen != _OFF)
        self.save_button.setEnabled(self._chosen == _OFF or self.consent.isChecked())

    def _take(self) -> None:
        self.service_chosen.emit(self._chosen)
        self.accept()
