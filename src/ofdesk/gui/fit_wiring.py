"""Leads the measurements to the form shown: asks for its fields, hands the answers to its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ofdesk.booklet.fit_text import text_fields
from ofdesk.booklet.overflow import BOOKLET
from ofdesk.gui.forms.fields_form import FieldsForm
from ofdesk.services.fit import FitAnswer

if TYPE_CHECKING:
    from ofdesk.gui.desk import ProjectDesk


class FitWiring(QObject):
    """Between one desk and its measurements."""

    def __init__(self, desk: ProjectDesk) -> None:
        super().__init__(desk)
        self._desk, self._fit = desk, desk.project.fit
        self._fit.measured.connect(self._show)
        desk.form.record_shown.connect(self._ask_record)
        desk.form.field_entered.connect(self._ask_field)
        desk.booklet.booklet_form.field_entered.connect(self._ask_setting)
        desk.middle.currentChanged.connect(self._ask_place)

    def _ask_record(self, record_id: str) -> None:
        form = self._desk.form.form
        if form is not None and record_id:
            for row in form.rows.values():
                row.forget_fit()
            self._ask(record_id, form, "")

    def _ask_field(self, record_id: str, field: str) -> None:
        form = self._desk.form.form
        if form is not None:
            self._ask(record_id, form, field)

    def _ask_setting(self, field: str) -> None:
        self._ask(BOOKLET, self._desk.booklet.booklet_form, field)

    def _ask_place(self, _index: int) -> None:
        shown = self._desk.middle.currentWidget()
        if shown is self._desk.booklet:
            self._ask_setting("")
        elif shown is self._desk.records and self._desk.record_id is not None:
            self._ask_field(self._desk.record_id, "")

    def _ask(self, owner: str, form: FieldsForm, first: str) -> None:
        fields = [name for name in text_fields(form.owner) if name in form.rows]
        fields.sort(key=lambda name: name != first)
        self._fit.ask(owner, tuple(fields))

    def _show(self, answer: FitAnswer) -> None:
        desk = self._desk
        form = desk.booklet.booklet_form if answer.owner == BOOKLET else desk.form.form
        if form is not None and answer.owner in (BOOKLET, desk.record_id) and answer.field in form.rows:
            form.rows[answer.field].show_fit(answer.places)
