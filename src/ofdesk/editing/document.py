"""The document: a catalogue that changes only through one gate.

Owns the current snapshot, the history and who is told. Refuses half-done work: a command whose
changes do not all fit leaves the catalogue as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ofdesk.editing.history import Command, History
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import (
    AddRecord,
    Change,
    RemoveRecord,
    SetField,
    apply,
    inverse,
    touched_id,
)
from ofdesk.model.ids import RecordId

Listener: TypeAlias = "Callable[[Effect], None]"


@dataclass(frozen=True, slots=True)
class Effect:
    """What one step through the gate did.

    Attributes:
        before, after: snapshots around the step.
        changes: the changes applied, in order.
        touched: records added, removed or altered.
        kinds: kinds of the touched records.
        settings: whether project or booklet settings changed.
        structure: whether records came, went or moved.
        origin: who asked (a view does not refresh what it just typed itself).
        command: the command as the history holds it now (merged with the typing before it).
        direction: "do", "undo" or "redo".
    """

    before: Catalogue
    after: Catalogue
    changes: tuple[Change, ...]
    touched: frozenset[RecordId]
    kinds: frozenset[str]
    settings: bool
    structure: bool
    origin: object
    command: Command
    direction: str


class Document:
    """A catalogue being edited. Used from one thread; the snapshots it hands out may go anywhere."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._history = History()
        self._listeners: list[Listener] = []

    @property
    def catalogue(self) -> Catalogue:
        """The current snapshot."""
        return self._catalogue

    @property
    def history(self) -> History:
        """What can be undone and redone; read only for callers."""
        return self._history

    @property
    def is_modified(self) -> bool:
        """Whether the catalogue differs from the one saved last, as far as the history tells."""
        return not self._history.at_saved_state

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell a listener of every effect; returns the function that ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def execute(self, command: Command, *, origin: object = None) -> Effect | None:
        """Apply a command and remember it for undo.

        Changes that change nothing are dropped; a command without any others does nothing.

        Returns:
            The effect, or None when nothing changed.

        Raises:
            ChangeConflictError: a change does not fit; the catalogue is as before.
        """
        changes = tuple(change for change in command.changes if not _changes_nothing(change))
        if not changes:
            return None
        after = _applied(self._catalogue, changes)
        kept = self._history.push(Command(command.label, changes, command.coalesce))
        return self._publish(after, changes, kept, "do", origin)

    def undo(self, *, origin: object = None) -> Effect | None:
        """Take the last command back; None when there is none."""
        command = self._history.next_undo
        if command is None:
            return None
        changes = tuple(inverse(change) for change in reversed(command.changes))
        after = _applied(self._catalogue, changes)
        self._history.step_back()
        return self._publish(after, changes, command, "undo", origin)

    def redo(self, *, origin: object = None) -> Effect | None:
        """Do the command taken back last again; None when there is none."""
        command = self._history.next_redo
        if command is None:
            return None
        after = _applied(self._catalogue, command.changes)
        self._history.step_forward()
        return self._publish(after, command.changes, command, "redo", origin)

    def mark_saved(self) -> None:
        """Remember the current state as the saved one."""
        self._history.mark_saved()

    def _publish(
        self, after: Catalogue, changes: tuple[Change, ...], command: Command, direction: str, origin: object
    ) -> Effect:
        before, self._catalogue = self._catalogue, after
        touched = frozenset(i for i in map(touched_id, changes) if i is not None)
        found = (after.get(i) or before.get(i) for i in touched)
        effect = Effect(
            before=before,
            after=after,
            changes=changes,
            touched=touched,
            kinds=frozenset(record.kind for record in found if record is not None),
            settings=any(touched_id(change) is None for change in changes),
            structure=any(_moves_records(change) for change in changes),
            origin=origin,
            command=command,
            direction=direction,
        )
        for listener in tuple(self._listeners):
            listener(effect)
        return effect


def _applied(catalogue: Catalogue, changes: tuple[Change, ...]) -> Catalogue:
    for change in changes:
        catalogue = apply(catalogue, change)
    return catalogue


def _changes_nothing(change: Change) -> bool:
    return not isinstance(change, AddRecord | RemoveRecord) and change.before == change.after


def _moves_records(change: Change) -> bool:
    return isinstance(change, AddRecord | RemoveRecord) or (
        isinstance(change, SetField) and change.field == "order"
    )
