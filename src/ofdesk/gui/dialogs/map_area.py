"""Which area the exported MAP shows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from ofdesk.base.japan import PREFECTURE_NAMES, REGIONS
from ofdesk.booklet.order import booklet_order
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.dialogs.asking import AskingDialog
from ofdesk.gui.dialogs.edition import EditionChoice, show_whole_sentences
from ofdesk.gui.labels import plain_label
from ofdesk.gui.record_titles import record_title
from ofdesk.model.catalogue import Catalogue
from ofdesk.services.map_area import EVENT_PREFIX

NATION = "nation"
_SIZE_WORDS = (
    ("a4", "sheet.a4"),
    ("spread", "sheet.spread"),
    ("a3", "sheet.a3"),
    ("a3-folded", "sheet.a3-folded"),
    ("a2", "sheet.a2"),
)


class MapAreaDialog(AskingDialog):
    """Asks for the nation, a region, a prefecture or an event; typing finds it.

    Signals:
        area_chosen(area, size): as `services.map_area.parse_area` takes it, and the size of the sheet.
    """

    area_chosen = Signal(str, str)

    def __init__(
        self, appearance: Appearance, catalogue: Catalogue, edition: str, parent: QWidget
    ) -> None:
        text = appearance.text
        super().__init__(appearance, text("export.map_title"), text("export.choose_file"), parent)
        self.combo = QComboBox()
        self.combo.addItem(text("export.nation"), NATION)
        for region in REGIONS:
            self.combo.addItem(appearance.words.choice("bureau", region), region)
        for name in PREFECTURE_NAMES:
            self.combo.addItem(appearance.words.choice("prefecture", name), name)
        for event in booklet_order(catalogue).events:
            self.combo.addItem(record_title(event, catalogue, appearance.words), EVENT_PREFIX + event.id)
        self._make_searchable()
        label = plain_label(text("export.area"), "field")
        label.setBuddy(self.combo)
        self.combo.setAccessibleName(text("export.area"))
        self.size_combo = QComboBox()
        for size, word in _SIZE_WORDS:
            self.size_combo.addItem(text(word), size)
        self.size_combo.setAccessibleName(text("export.sheet"))
        size_label = plain_label(text("export.sheet"), "field")
        size_label.setBuddy(self.size_combo)
        self.editions = EditionChoice(appearance, edition, "map")
        self.combo.editTextChanged.connect(self._take_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(4)
        layout.addWidget(label)
        layout.addWidget(self.combo)
        layout.addSpacing(8)
        layout.addWidget(size_label)
        layout.addWidget(self.size_combo)
        layout.addSpacing(16)
        layout.addWidget(self.editions)
        layout.addLayout(self.foot)
        show_whole_sentences(self, layout)

    def _make_searchable(self) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self.combo.completer()
        assert completer is not None  # an editable combo has one
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def _take_text(self, text: str) -> None:
        """Choose what was typed in full; of other texts no map can be made."""
        if text != self.combo.itemText(self.combo.currentIndex()):
            found = self.combo.findText(text, Qt.MatchFlag.MatchExactly)
            if found >= 0:
                self.combo.setCurrentIndex(found)
        self.accept_button.setEnabled(text == self.combo.itemText(self.combo.currentIndex()))

    def accept(self) -> None:
        """Tell the answer."""
        self.area_chosen.emit(self.combo.currentData(), self.size_combo.currentData())
        super().accept()
