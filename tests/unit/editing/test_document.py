"""The gate: commands whole or not at all, typing as one step, who is told what."""

from __future__ import annotations

import pytest

from ofdesk.base.errors import InputError
from ofdesk.editing.commands import type_text
from ofdesk.editing.document import Document, Effect
from ofdesk.editing.history import Command
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import AddRecord, ChangeConflictError, SetField, SetProject
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event

ONE, TWO = RecordId("1" * 32), RecordId("2" * 32)


@pytest.fixture
def document() -> Document:
    return Document(Catalogue.of([Event(id=ONE, order="i", name="見本")]))


def name_of(document: Document) -> str:
    event = document.catalogue.find(Event, ONE)
    assert event is not None
    return event.name


def type_name(document: Document, name: str, key: str = "k") -> Effect | None:
    event = document.catalogue.find(Event, ONE)
    assert event is not None
    return document.execute(type_text(event, "name", name, key))


def test_strokes_with_one_key_are_one_step(document: Document) -> None:
    for name in ("見本あ", "見本あい", "見本あいう"):
        type_name(document, name)
    document.undo()
    assert name_of(document) == "見本"
    document.redo()
    assert name_of(document) == "見本あいう"


def test_another_key_or_field_begins_another_step(document: Document) -> None:
    type_name(document, "あ", "k1")
    type_name(document, "あい", "k2")
    document.undo()
    assert name_of(document) == "あ"
    event = document.catalogue.get(ONE)
    assert event is not None
    document.execute(type_text(event, "reading", "あ", "k1"))
    document.undo()
    assert name_of(document) == "あ"


def test_typing_after_a_save_is_a_step_of_its_own(document: Document) -> None:
    type_name(document, "あ")
    document.mark_saved()
    type_name(document, "あい")
    document.undo()
    assert name_of(document) == "あ"
    assert not document.is_modified


def test_the_saved_state_is_known_through_undo_and_redo(document: Document) -> None:
    states = [document.is_modified]
    type_name(document, "あ", "1")
    states.append(document.is_modified)
    document.mark_saved()
    states.append(document.is_modified)
    document.undo()
    states.append(document.is_modified)
    document.redo()
    states.append(document.is_modified)
    document.undo()
    type_name(document, "い", "2")  # the saved state can never be reached again
    document.undo()
    states.append(document.is_modified)
    assert states == [False, True, False, True, False, True]


def test_a_command_of_which_one_change_does_not_fit_does_nothing(document: Document) -> None:
    before = document.catalogue
    changes = (SetField(ONE, "name", "見本", "あ"), SetField(TWO, "name", "", "い"))
    with pytest.raises(ChangeConflictError):
        document.execute(Command("x", changes))
    assert document.catalogue is before
    assert document.history.next_undo is None


@pytest.mark.parametrize(
    "change",
    [
        SetField(ONE, "name", "見本", "\ud800"),
        SetField(ONE, "name", "見本", "x" * 20_001),
        SetField(ONE, "state", "", "finished"),
        AddRecord(Event(id=TWO, logo=RecordId("../x"))),
        SetProject("owner", "", "nobody"),
    ],
)
def test_what_no_file_could_hold_does_not_pass_the_gate(
    document: Document, change: SetField | AddRecord | SetProject
) -> None:
    with pytest.raises(InputError, match=r"value\."):
        document.execute(Command("x", (change,)))
    assert not document.is_modified


def test_changes_that_change_nothing_leave_no_step(document: Document) -> None:
    assert type_name(document, "見本") is None
    assert document.execute(Command("x", ())) is None
    assert (document.undo(), document.redo()) == (None, None)
    assert not document.is_modified


def test_a_listener_hears_what_changed_and_who_asked(document: Document) -> None:
    heard: list[Effect] = []
    unsubscribe = document.subscribe(heard.append)
    asker = object()
    document.execute(Command("add", (AddRecord(Event(id=TWO)),)), origin=asker)
    document.undo()
    added, taken_back = heard
    assert added.origin is asker
    assert (added.structure, added.settings) == (True, False)
    assert added.touched == {TWO}
    assert added.kinds == {"event"}
    assert (added.direction, taken_back.direction) == ("do", "undo")
    assert taken_back.kinds == {"event"}
    assert taken_back.after == added.before
    unsubscribe()
    unsubscribe()
    document.execute(Command("x", (SetProject("title", "", "題"),)))
    assert len(heard) == 2


def test_settings_are_told_apart_from_records(document: Document) -> None:
    effect = document.execute(Command("x", (SetProject("title", "", "題"),)))
    assert effect is not None
    assert (effect.settings, effect.structure, effect.touched) == (True, False, frozenset())


def test_a_new_command_forgets_what_was_taken_back(document: Document) -> None:
    type_name(document, "あ", "1")
    document.undo()
    type_name(document, "い", "2")
    assert document.redo() is None
    assert name_of(document) == "い"
