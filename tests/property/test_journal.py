"""A journal cut off anywhere gives back a state the user has seen, and never invents one."""

from __future__ import annotations

import datetime
import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.edits import catalogue_bytes, step_at_random
from tests.property.strategies import catalogues

from ofdesk.base.errors import DamagedFileError
from ofdesk.editing.document import Document, Effect
from ofdesk.model.catalogue import Catalogue
from ofdesk.storage.journal import Journal, JournalHeader, JournalStep
from ofdesk.storage.recovery import read_journal, replay
from ofdesk.storage.work_folder import JOURNAL

HEADER = JournalHeader(
    "ab" * 16, "見本.ofdesk", "0" * 64, datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
)


class Recorded:
    """A document edited at random with its journal, and the state and file size after each step."""

    def __init__(self, folder: Path, start: Catalogue, data: st.DataObject) -> None:
        self.file = folder / JOURNAL
        journal = Journal(folder, HEADER, itertools.count().__next__)
        self.sizes = [self.file.stat().st_size]
        self.states = [catalogue_bytes(start)]
        document = Document(start)

        def note(effect: Effect) -> None:
            step = JournalStep(effect.command.label, effect.direction, effect.changes)
            journal.append(step, effect.before, effect.after)
            self.sizes.append(self.file.stat().st_size)
            self.states.append(catalogue_bytes(effect.after))

        document.subscribe(note)
        try:
            for _ in range(data.draw(st.integers(1, 6))):
                step_at_random(data, document)
        finally:
            journal.close()


@settings(max_examples=50)
@given(catalogues(max_records=4), st.data())
def test_cut_off_at_any_byte_a_journal_gives_the_state_of_its_last_whole_step(
    start: Catalogue, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as name:
        recorded = Recorded(Path(name), start, data)
        whole = recorded.file.read_bytes()
        cuts = {data.draw(st.integers(0, len(whole))) for _ in range(12)}
        cuts |= {size + shift for size in recorded.sizes for shift in (-1, 0, 1)}
        for cut in sorted(cut for cut in cuts if cut <= len(whole)):
            recorded.file.write_bytes(whole[:cut])
            if cut < recorded.sizes[0]:
                with pytest.raises(DamagedFileError):
                    read_journal(Path(name))
                continue
            contents = read_journal(Path(name))
            complete = sum(size <= cut for size in recorded.sizes) - 1
            assert len(contents.steps) == complete
            assert contents.torn == (cut not in recorded.sizes)
            found = replay(start, contents.steps)
            assert found.complete
            assert catalogue_bytes(found.catalogue) == recorded.states[complete]


@settings(max_examples=40)
@given(catalogues(max_records=3), st.data())
def test_a_journal_with_one_wrong_byte_gives_a_state_the_user_has_seen(
    start: Catalogue, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as name:
        recorded = Recorded(Path(name), start, data)
        whole = recorded.file.read_bytes()
        for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=40, max_size=40)):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << place % 8
            recorded.file.write_bytes(damaged)
            try:
                contents = read_journal(Path(name))
            except DamagedFileError:
                assert place < recorded.sizes[0]
                continue
            assert catalogue_bytes(replay(start, contents.steps).catalogue) in recorded.states
