"""Which records a section shows: chips of regions, states and facets, prefectures, words; counted live."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ofdesk.booklet.order import booklet_order
from ofdesk.booklet.selection import Selector, fields_for, kinds_of
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.dialogs.asking import AskingDialog
from ofdesk.gui.forms.choice_lists import ChipsEditor, TokensEditor, choice_suggestions
from ofdesk.gui.forms.context import Suggestion
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.scalar_editors import TextEditor
from ofdesk.gui.forms.text_inputs import LineInput
from ofdesk.gui.labels import hairline, plain_label, push_button
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.choices import PREFECTURE
from ofdesk.model.fields import FieldSpec, ListType, TextType, specs_of
from ofdesk.model.parts import RecordFilter
from ofdesk.model.search import SearchIndex
from ofdesk.model.settings import Section

_WIDTH_PX, _HEIGHT_PX = 560, 560
_MOST_WORDS_CHARS = 200


class SectionFilterDialog(AskingDialog):
    """Asks for a filter and counts what it leaves while it is being made.

    Signals:
        filter_chosen(filter): a `RecordFilter`.
    """

    filter_chosen = Signal(object)

    def __init__(
        self, appearance: Appearance, catalogue: Catalogue, section: Section, parent: QWidget
    ) -> None:
        name = appearance.words.choice("section_pattern", section.pattern)
        title = appearance.text("filter.title", section=section.heading or name)
        super().__init__(appearance, title, appearance.text("filter.take"), parent)
        self._appearance = appearance
        self._selector = Selector(catalogue, booklet_order(catalogue), SearchIndex())
        # The kind that the section lists or names on its map, then what else its maps show.
        self._ids = {kind: self._selector.every(kind) for kind in kinds_of(section.pattern)}
        self._prefectures = choice_suggestions(appearance, PREFECTURE)
        self.editors: dict[str, FieldEditor] = {}
        wanted = fields_for(section.pattern)
        for spec in specs_of(RecordFilter):
            if spec.name in wanted:
                self.editors[spec.name] = self._make_editor(spec)
        self.count = plain_label("")
        self.clear_button = push_button(appearance.text("filter.clear"), "quiet")
        self.clear_button.clicked.connect(self._clear)
        self._lay_out()
        self._kept = shown = section.selection or RecordFilter()  # also fields of the pattern it had before
        words = self.editors["words"].target()
        assert isinstance(words, LineInput)
        words.setMaxLength(max(_MOST_WORDS_CHARS, len(shown.words)))  # a file may hold more than a form takes
        self._show(shown)
        self.resize(_WIDTH_PX, min(_HEIGHT_PX, parent.height()))

    def _make_editor(self, spec: FieldSpec) -> FieldEditor:
        appearance = self._appearance
        editor: FieldEditor
        match spec.type:
            case TextType():
                editor = TextEditor(appearance, spec.type)
            case ListType(item=item) if item is PREFECTURE:
                editor = TokensEditor(appearance, appearance.text("token.add"), self._offer)
            case ListType(item=item):
                editor = ChipsEditor(appearance, item)  # type: ignore[arg-type] # only choices are left
        label = appearance.field_label(RecordFilter, spec.name)
        hint = appearance.text("filter.words_hint") if spec.name == "words" else ""
        editor.set_name(label, hint)
        editor.edited.connect(self._count)
        return editor

    def _offer(self) -> list[Suggestion]:
        return self._prefectures

    def _lay_out(self) -> None:
        text = self._appearance.text
        body = QWidget()
        body.setProperty("role", "surface")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(24, 20, 24, 20)
        inner.setSpacing(4)
        inner.addWidget(plain_label(text("filter.hint"), "muted", wrap=True))
        for name, editor in self.editors.items():
            inner.addSpacing(12)
            head = QHBoxLayout()
            head.addWidget(plain_label(self._appearance.field_label(RecordFilter, name), "field"))
            head_widget = editor.head_widget()
            if head_widget is not None:
                head.addWidget(head_widget)
            head.addStretch(1)
            inner.addLayout(head)
            inner.addWidget(editor)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        self.foot.setContentsMargins(24, 12, 24, 16)
        self.foot.setSpacing(8)
        self.foot.insertWidget(0, self.count)
        self.foot.insertWidget(2, self.clear_button)  # behind the stretch
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(hairline())
        layout.addLayout(self.foot)

    @property
    def wanted(self) -> RecordFilter:
        """The filter as it stands."""
        return dataclasses.replace(self._kept, **{name: e.value() for name, e in self.editors.items()})

    def _show(self, wanted: RecordFilter) -> None:
        for name, editor in self.editors.items():
            editor.set_value(getattr(wanted, name))
        self._count()

    def _count(self) -> None:
        wanted = self.wanted
        lines: list[str] = []
        for kind, ids in self._ids.items():
            left = len(self._selector.chosen(ids, wanted))
            code = "filter.count_on_maps" if lines else "filter.count"
            name = self._appearance.words("kinds", kind)
            lines.append(self._appearance.text(code, kind=name, count=left, every=len(ids)))
        self.count.setText("\n".join(lines))
        self.clear_button.setEnabled(self.wanted != RecordFilter())

    def _clear(self) -> None:
        self._kept = RecordFilter()
        self._show(self._kept)
        next(iter(self.editors.values())).target().setFocus()

    def accept(self) -> None:
        """Tell the answer."""
        self.filter_chosen.emit(self.wanted)
        super().accept()
