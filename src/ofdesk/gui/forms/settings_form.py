"""The form of the project or of the booklet settings."""

from __future__ import annotations

from ofdesk.base.errors import InputError
from ofdesk.gui.bridge.document import PROJECT
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.editor_factory import EditorFactory
from ofdesk.gui.forms.fields_form import FieldsForm, shown_specs
from ofdesk.model.settings import BookletSettings, Project


class SettingsForm(FieldsForm):
    """Shows and edits project or booklet settings."""

    def __init__(self, context: FormContext, owner: type[Project] | type[BookletSettings]) -> None:
        factory = EditorFactory(context)
        super().__init__(context, owner, {s.name: factory.make(owner, s) for s in shown_specs(owner)})
        self._kind = owner.kind
        self.field_edited.connect(self._write)
        self.field_left.connect(self._end_typing)
        context.bridge.settings_changed.connect(self._follow)
        self.refresh(anew=True)

    def refresh(self, *, anew: bool) -> None:
        """Show the settings as they stand."""
        catalogue = self.context.bridge.catalogue
        self.show_values(catalogue.project if self._kind == PROJECT else catalogue.booklet, anew=anew)

    def _follow(self, origin: object) -> None:
        if origin is not self:
            self.refresh(anew=False)

    def _write(self, name: str) -> None:
        editor = self.editors[name]
        if not editor.input_message():
            value = editor.value()
            try:
                self.context.bridge.type_setting(self._kind, name, value, self)
            except InputError as error:  # no file could hold it: the settings keep what they had
                self.rows[name].refuse(self.appearance.words.error(error))
            else:
                self.note_shown(name, value)

    def _end_typing(self, _name: str) -> None:
        self.context.bridge.typing.end()
