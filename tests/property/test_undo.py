"""Undo and redo give back what was there, byte for byte, whatever was edited."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.edits import catalogue_bytes, draw_command, step_at_random
from tests.property.strategies import catalogues

from ofdesk.editing.document import Document
from ofdesk.model.catalogue import Catalogue


@settings(max_examples=80)
@given(catalogues(), st.data())
def test_undoing_everything_and_redoing_it_gives_the_same_bytes(
    start: Catalogue, data: st.DataObject
) -> None:
    document = Document(start)
    states = [catalogue_bytes(start)]
    for _ in range(data.draw(st.integers(1, 10))):
        step_at_random(data, document)
        states.append(catalogue_bytes(document.catalogue))
    final = states[-1]
    steps_ahead = 0
    while document.redo() is not None:
        steps_ahead += 1
    furthest = catalogue_bytes(document.catalogue)
    steps = 0
    while document.undo() is not None:
        steps += 1
    assert catalogue_bytes(document.catalogue) == states[0]
    for _ in range(steps - steps_ahead):
        document.redo()
    assert catalogue_bytes(document.catalogue) == final
    while document.redo() is not None:
        pass
    assert catalogue_bytes(document.catalogue) == furthest


@settings(max_examples=60)
@given(catalogues(), st.data())
def test_each_undo_gives_back_the_state_before_its_command(start: Catalogue, data: st.DataObject) -> None:
    document = Document(start)
    before: list[dict[str, bytes]] = []
    for _ in range(data.draw(st.integers(1, 6))):
        state = catalogue_bytes(document.catalogue)
        command = dataclasses.replace(draw_command(data, document), coalesce="")
        if document.execute(command) is not None:
            before.append(state)
    while before:
        document.undo()
        assert catalogue_bytes(document.catalogue) == before.pop()
    assert document.undo() is None
