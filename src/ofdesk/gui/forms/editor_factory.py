"""Chooses the editor of a declared field by its type and content."""

from __future__ import annotations

from ofdesk.gui.forms.choice_lists import ChipsEditor, TokensEditor, choice_suggestions
from ofdesk.gui.forms.context import FormContext, Suggestion
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.part_editors import ListEditor, PartEditor
from ofdesk.gui.forms.reference_editor import ReferenceEditor
from ofdesk.gui.forms.scalar_editors import BooleanEditor, ChoiceEditor, DateEditor, NumberEditor, TextEditor
from ofdesk.model.choices import BOOKLET_THEME
from ofdesk.model.fields import (
    BooleanType,
    ChoiceType,
    DateType,
    FieldSpec,
    IntegerType,
    ListType,
    NumberType,
    PartType,
    ReferenceType,
    TextType,
)

_MOST_CHIPS = 12


class EditorFactory:
    """Makes editors for one form context."""

    def __init__(self, context: FormContext) -> None:
        self._context = context

    def make(self, owner: type, spec: FieldSpec) -> FieldEditor:
        """Make the editor of a field of a record, part or settings class."""
        appearance = self._context.appearance
        match spec.type:
            case TextType(content="booklet_theme"):
                return ChoiceEditor(appearance, BOOKLET_THEME)
            case TextType():
                return TextEditor(appearance, spec.type)
            case IntegerType() | NumberType():
                return NumberEditor(appearance, spec.type)
            case BooleanType():
                return BooleanEditor(appearance, appearance.field_label(owner, spec.name))
            case DateType():
                return DateEditor(appearance)
            case ChoiceType():
                return ChoiceEditor(appearance, spec.type)
            case ReferenceType():
                return ReferenceEditor(self._context, spec.type)
            case PartType(part):
                return PartEditor(appearance, part, self.make)
            case ListType():
                return self._make_list(owner, spec, spec.type)

    def _make_list(self, owner: type, spec: FieldSpec, type: ListType) -> FieldEditor:
        appearance = self._context.appearance
        match type.item:
            case ChoiceType() as choice if len(choice.codes) <= _MOST_CHIPS:
                return ChipsEditor(appearance, choice)
            case ChoiceType() as choice:
                offered = choice_suggestions(appearance, choice)

                def offer() -> list[Suggestion]:
                    return offered

                return TokensEditor(appearance, appearance.text("token.add"), offer)
            case TextType(content="municipality"):
                places = self._context.places
                return TokensEditor(
                    appearance, appearance.text("token.add_municipality"), places.municipalities
                )
            case _:
                return ListEditor(appearance, owner, spec, self.make)
