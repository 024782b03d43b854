"""The history of a document: commands done and taken back, with typing gathered into one step."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.model.changes import Change, SetBooklet, SetField, SetProject, touched_id


@dataclass(frozen=True, slots=True)
class Command:
    """Changes that are done and undone together.

    Attributes:
        label: code of what the menu says after 「元に戻す」, such as "command.type".
        changes: applied in order.
        coalesce: commands in a row with the same non-empty key and the same field become one step;
            the caller puts a new key when the user pauses or leaves the field.
    """

    label: str
    changes: tuple[Change, ...]
    coalesce: str = ""


class History:
    """Commands in order with the place where the document stands; never forgets a command."""

    def __init__(self) -> None:
        self._commands: list[Command] = []
        self._position = 0
        self._saved_position: int | None = 0

    @property
    def next_undo(self) -> Command | None:
        """The command that undo would take back."""
        return self._commands[self._position - 1] if self._position else None

    @property
    def next_redo(self) -> Command | None:
        """The command that redo would do again."""
        return self._commands[self._position] if self._position < len(self._commands) else None

    @property
    def at_saved_state(self) -> bool:
        """Whether the document stands where it was saved."""
        return self._position == self._saved_position

    def push(self, command: Command) -> Command:
        """Take in a command just done; returns it as kept, merged with the one before if it belongs to it."""
        del self._commands[self._position :]
        if self._saved_position is not None and self._saved_position > self._position:
            self._saved_position = None
        former = self.next_undo
        merged = _merged(former, command) if former and not self.at_saved_state else None
        if merged is None:
            self._commands.append(command)
            self._position += 1
            return command
        self._commands[-1] = merged
        return merged

    def step_back(self) -> None:
        """Note that the last command was undone."""
        self._position -= 1

    def step_forward(self) -> None:
        """Note that the next command was redone."""
        self._position += 1

    def mark_saved(self) -> None:
        """Note that the document was saved as it stands."""
        self._saved_position = self._position


def _merged(former: Command, later: Command) -> Command | None:
    """Return both as one command when they are strokes of the same typing, else None."""
    if not later.coalesce or former.coalesce != later.coalesce:
        return None
    if len(former.changes) != 1 or len(later.changes) != 1:
        return None
    first, second = former.changes[0], later.changes[0]
    if not isinstance(first, SetField | SetProject | SetBooklet) or type(first) is not type(second):
        return None
    assert isinstance(second, SetField | SetProject | SetBooklet)
    if (touched_id(first), first.field) != (touched_id(second), second.field):
        return None
    return dataclasses.replace(former, changes=(dataclasses.replace(first, after=second.after),))
