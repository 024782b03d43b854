"""The document as Qt signals: facts about what changed, and the few ways the widgets change it.

Every edit of the interface passes here and nowhere else. Payloads are identities; who wants values
asks the snapshot.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from ofdesk.editing import commands
from ofdesk.editing.document import Effect
from ofdesk.editing.history import Command
from ofdesk.gui.bridge.typing_pause import TypingPause
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.records import record_type
from ofdesk.services.session import Session

PROJECT = "project"


class DocumentBridge(QObject):
    """One session's document for the widgets.

    Signals:
        records_changed(ids, origin): records were altered, added or removed.
        structure_changed(kinds): records of these kinds came, went or moved.
        settings_changed(origin): project or booklet settings were altered.
        history_changed(): what can be undone or whether all is saved may differ.
        changes_applied(changes): the changes themselves, for those who keep a copy of the snapshot.
    """

    records_changed = Signal(object, object)
    structure_changed = Signal(object)
    settings_changed = Signal(object)
    history_changed = Signal()
    changes_applied = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.typing = TypingPause()
        self._unsubscribe = session.document.subscribe(self._publish)

    @property
    def catalogue(self) -> Catalogue:
        """The current snapshot."""
        return self.session.document.catalogue

    def close(self) -> None:
        """Stop listening."""
        self._unsubscribe()

    def _publish(self, effect: Effect) -> None:
        self.changes_applied.emit(effect.changes)
        if effect.structure:
            self.structure_changed.emit(effect.kinds)
        if effect.touched:
            self.records_changed.emit(effect.touched, effect.origin)
        if effect.settings:
            self.settings_changed.emit(effect.origin)
        self.history_changed.emit()

    # ── typing ──────────────────────────────────────────────────────────────────────────────────

    def type_field(self, record_id: RecordId, field: str, value: Any, origin: object) -> None:
        """Take a stroke of typing in a field; strokes without a pause become one step of undo.

        Raises:
            InputError: no file could hold the value; the record is as before.
        """
        record = self.catalogue.get(record_id)
        if record is not None:
            key = self.typing.key_for(record_id, field)
            self.session.execute(commands.type_text(record, field, value, key), origin=origin)

    def type_setting(self, owner: str, field: str, value: Any, origin: object) -> None:
        """Take a stroke of typing in a field of the project or of the booklet settings.

        Raises:
            InputError: no file could hold the value; the settings are as before.
        """
        build = commands.set_project_field if owner == PROJECT else commands.set_booklet_field
        key = self.typing.key_for(owner, field)
        self.session.execute(build(self.catalogue, field, value, key), origin=origin)

    def stroke(self, command: Command, owner: str, place: str) -> None:
        """Do a command that moves something a little; strokes without a pause become one step."""
        self.session.execute(replace(command, coalesce=self.typing.key_for(owner, place)))

    def gesture(self, command: Command, key: str) -> None:
        """Do a part of a drag; parts of one key are one step of undo, however long the hand rests."""
        self.typing.end()
        self.session.execute(replace(command, coalesce=key))

    # ── single steps ────────────────────────────────────────────────────────────────────────────

    def step(self, command: Command, origin: object = None) -> None:
        """Do a command as a step of its own."""
        self.typing.end()
        self.session.execute(command, origin=origin)

    def add_record(self, kind: str) -> RecordId:
        """Add an empty record at the end of its kind; its owner is the project's."""
        record_id = self.session.new_id()
        record = record_type(kind)(id=record_id, owner=self.catalogue.project.owner)
        self.step(commands.add_record(self.catalogue, record))
        return record_id

    def duplicate_record(self, record_id: RecordId) -> RecordId | None:
        """Add a copy of a record right after it."""
        record = self.catalogue.get(record_id)
        if record is None:
            return None
        new_id = self.session.new_id()
        self.step(commands.duplicate_record(self.catalogue, record, new_id))
        return new_id

    def remove_records(self, record_ids: tuple[RecordId, ...]) -> None:
        """Remove records and what cannot be without them."""
        self.step(commands.remove_records(self.catalogue, record_ids))

    def move_record(self, record_id: RecordId, steps: int) -> None:
        """Move a record up (negative) or down in the order set by hand."""
        record = self.catalogue.get(record_id)
        if record is not None:
            self.step(commands.move_by(self.catalogue, record, steps))

    def set_fields(self, record_id: RecordId, values: dict[str, Any]) -> None:
        """Give several fields of a record their values."""
        record = self.catalogue.get(record_id)
        if record is not None:
            self.step(commands.set_fields(record, values))

    def lock_place(self, record_id: RecordId | None, by: str, *, locked: bool) -> None:
        """Lock a record's place, noting who vouches for it today, or unlock it."""
        record = self.catalogue.get(record_id)
        if record is None:
            return
        if not locked:
            self.step(commands.unlock_location(record))
            return
        today = datetime.datetime.now().astimezone().date()
        day = PartialDate(today.year, today.month, today.day)
        self.step(commands.lock_location(record, by, day))

    # ── history ─────────────────────────────────────────────────────────────────────────────────

    def undo(self) -> None:
        """Take the last step back."""
        self.typing.end()
        self.session.undo()

    def redo(self) -> None:
        """Do the step taken back last again."""
        self.typing.end()
        self.session.redo()
