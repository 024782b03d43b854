"""The journal of a session, and what a later one finds of it."""

from __future__ import annotations

import dataclasses
import datetime
import errno
import os
import zlib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.storage.examples import jpeg, record_id, saved_project

from ofdesk.base.errors import DamagedFileError, ReadError, WriteError
from ofdesk.editing.commands import add_record, attach_photos, remove_records, set_booklet_field
from ofdesk.editing.document import Document, Effect
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import SetField
from ofdesk.model.records import Event, Photo
from ofdesk.storage.atomic import digest_of
from ofdesk.storage.journal import SYNC_WITHIN_S, Journal, JournalHeader, JournalStep
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.recovery import (
    FoundJournal,
    adopt_photos,
    read_journal,
    recoverable_journals,
    recovery_base,
    replay,
)
from ofdesk.storage.saving import save_project
from ofdesk.storage.work_folder import JOURNAL, OPENED_COPY, FolderLock, is_in_use, remove_work_folder

STARTED = datetime.datetime(2026, 11, 1, 9, 30, tzinfo=datetime.UTC)


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def header(path: Path | None = None, digest: str = "", minutes: int = 0) -> JournalHeader:
    started = STARTED + datetime.timedelta(minutes=minutes)
    return JournalHeader("ab" * 16, str(path or ""), digest, started)


def journalled(document: Document, journal: Journal) -> None:
    def note(effect: Effect) -> None:
        step = JournalStep(effect.command.label, effect.direction, effect.changes)
        journal.append(step, effect.before, effect.after)

    document.subscribe(note)


def edited(folder: Path, head: JournalHeader, start: Catalogue) -> tuple[Document, Journal]:
    """A session that added an event, named it, changed a setting and took the setting back."""
    document = Document(start)
    journal = Journal(folder, head, Clock())
    journalled(document, journal)
    document.execute(add_record(document.catalogue, Event(id=record_id(50), name="新しい見本")))
    document.execute(set_booklet_field(document.catalogue, "title", "別の題"))
    document.undo()
    return document, journal


def test_a_session_that_crashed_is_built_again(tmp_path: Path) -> None:
    path, saved, *_ = saved_project(tmp_path)
    work = tmp_path / "sessions" / "one"
    opened = open_project(path, work_folder=work)
    document, journal = edited(work, header(path, saved.digest), opened.catalogue)
    photo = Photo(
        id=record_id(51), sha256=opened.photos.add(jpeg((9, 9, 9)), "image/jpeg"), media="image/jpeg"
    )
    owner = document.catalogue.all_of(Event)[0]
    document.execute(attach_photos(document.catalogue, owner, [photo]))
    journal.close()
    path.unlink()  # whatever becomes of the file, the session's own copy serves

    (found,) = recoverable_journals(tmp_path / "sessions")
    assert (found.contents.unsaved_steps, found.contents.torn) == (4, False)
    assert [step.direction for step in found.contents.steps] == ["do", "do", "undo", "do"]
    base, steps = recovery_base(found)
    again = open_project(base, work_folder=tmp_path / "sessions" / "two")
    result = replay(again.catalogue, steps)
    assert result.complete
    assert result.catalogue == document.catalogue
    adopt_photos(found, again.photos)
    assert again.photos.get(photo.sha256) == jpeg((9, 9, 9))


def test_steps_that_a_save_holds_need_no_recovery(tmp_path: Path) -> None:
    path, saved, _, store = saved_project(tmp_path)
    work = tmp_path / "sessions" / "one"
    opened = open_project(path, work_folder=work)
    document, journal = edited(work, header(path, saved.digest), opened.catalogue)
    again = save_project(path, document.catalogue, store, expected_digest=saved.digest)
    journal.mark_saved(path, again.digest)
    contents = read_journal(work)
    assert (contents.unsaved_steps, contents.path, contents.file_digest) == (0, str(path), again.digest)
    assert recoverable_journals(tmp_path / "sessions") == ()
    document.execute(set_booklet_field(document.catalogue, "title", "第三の題"))
    journal.close()
    assert read_journal(work).unsaved_steps == 1


def test_a_save_that_ran_beside_typing_holds_only_the_steps_before_it(tmp_path: Path) -> None:
    _, journal = edited(tmp_path / "one", header(), Catalogue())
    journal.mark_saved(Path("x.ofdesk"), "d" * 64, steps=1)
    journal.close()
    assert journal.steps == 3
    assert read_journal(tmp_path / "one").unsaved_steps == 2


def test_without_its_copy_a_journal_goes_by_the_file_saved_last(tmp_path: Path) -> None:
    path, saved, _, store = saved_project(tmp_path)
    work = tmp_path / "sessions" / "one"
    opened = open_project(path, work_folder=work)
    document, journal = edited(work, header(path, saved.digest), opened.catalogue)
    again = save_project(path, document.catalogue, store, expected_digest=saved.digest)
    journal.mark_saved(path, again.digest)
    document.execute(set_booklet_field(document.catalogue, "title", "第三の題"))
    journal.close()
    (work / OPENED_COPY).unlink()
    found = FoundJournal(work, read_journal(work))
    base, steps = recovery_base(found)
    assert (base, len(steps)) == (path, 1)
    assert replay(open_project(base).catalogue, steps).catalogue == document.catalogue
    path.write_bytes(b"changed since")
    with pytest.raises(ReadError, match=r"journal\.no_base"):
        recovery_base(found)


def test_a_copy_that_rotted_is_not_taken_for_the_base(tmp_path: Path) -> None:
    path, saved, *_ = saved_project(tmp_path)
    work = tmp_path / "one"
    opened = open_project(path, work_folder=work)
    _, journal = edited(work, header(path, saved.digest), opened.catalogue)
    journal.close()
    (work / OPENED_COPY).write_bytes(b"rotten")
    with pytest.raises(ReadError, match=r"journal\.no_base"):
        recovery_base(FoundJournal(work, read_journal(work)))


def test_running_sessions_and_strangers_are_not_offered(tmp_path: Path) -> None:
    sessions = tmp_path / "sessions"
    for minutes, name in enumerate(("alive", "older", "newer")):
        _, journal = edited(sessions / name, header(minutes=minutes), Catalogue())
        journal.close()
    (sessions / "empty").mkdir()
    (sessions / "damaged").mkdir()
    (sessions / "damaged" / JOURNAL).write_bytes(b"\x00" * 50)
    (sessions / "file").write_text("x")
    lock = FolderLock(sessions / "alive")
    assert is_in_use(sessions / "alive")
    with pytest.raises(WriteError, match=r"folder\.in_use"):
        FolderLock(sessions / "alive")
    assert [found.folder.name for found in recoverable_journals(sessions)] == ["newer", "older"]
    lock.release()
    assert len(recoverable_journals(sessions)) == 3
    assert recoverable_journals(tmp_path / "none") == ()


def test_a_work_folder_is_removed_and_nothing_else_is(tmp_path: Path) -> None:
    _, journal = edited(tmp_path / "one", header(), Catalogue())
    journal.close()
    remove_work_folder(tmp_path / "one")
    assert not (tmp_path / "one").exists()
    (tmp_path / "documents").mkdir()
    remove_work_folder(tmp_path / "documents")
    assert (tmp_path / "documents").exists()


def test_steps_reach_the_disk_within_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    journal = Journal(tmp_path / "one", header(), clock)
    synced: list[float] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(clock.seconds))
    document = Document(Catalogue())
    journalled(document, journal)
    journal.sync_if_due()
    assert synced == []  # nothing waits
    document.execute(set_booklet_field(document.catalogue, "title", "あ"))
    clock.seconds += SYNC_WITHIN_S / 2
    document.execute(set_booklet_field(document.catalogue, "title", "い"))
    journal.sync_if_due()
    assert synced == []
    clock.seconds += SYNC_WITHIN_S / 2 + 0.01
    journal.sync_if_due()  # counted from the first step that waits, not from the last
    journal.sync_if_due()
    assert synced == [pytest.approx(100 + SYNC_WITHIN_S + 0.01)]
    assert SYNC_WITHIN_S + 0.25 <= 1.05
    journal.close()


def test_a_step_is_in_the_file_before_anything_else_happens(tmp_path: Path) -> None:
    _, journal = edited(tmp_path / "one", header(), Catalogue())
    assert len(read_journal(tmp_path / "one").steps) == 3
    journal.close()


class FullDisk:
    """Takes some bytes of a write and refuses the rest."""

    def __init__(self, stream: Any, room: int) -> None:
        self._stream, self._room = stream, room

    def write(self, data: Any) -> int:
        if self._room <= 0:
            raise OSError(errno.ENOSPC, "full")
        written: int = self._stream.write(data[: self._room])
        self._room -= written
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def test_a_full_disk_does_not_spoil_the_steps_before_and_after(tmp_path: Path) -> None:
    document, journal = edited(tmp_path / "one", header(), Catalogue())
    real = journal._stream
    journal._stream = FullDisk(real, room=25)  # type: ignore[assignment]
    with pytest.raises(WriteError, match="disk_full"):
        document.execute(set_booklet_field(document.catalogue, "title", "書けない"))
    journal._stream = real
    document.execute(set_booklet_field(document.catalogue, "title", "書ける"))
    journal.close()
    contents = read_journal(tmp_path / "one")
    assert not contents.torn
    assert [step.label for step in contents.steps][-1] == "command.edit_booklet"
    assert len(contents.steps) == 4


def test_a_journal_that_cannot_begin_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="disk_full"):
        Journal(tmp_path / "one", header(), Clock())
    assert list((tmp_path / "one").iterdir()) == []
    monkeypatch.undo()
    Journal(tmp_path / "one", header(), Clock()).close()
    with pytest.raises(WriteError):
        Journal(tmp_path / "one", header(), Clock())  # never writes over another


def test_steps_that_do_not_fit_stop_the_replay_there(tmp_path: Path) -> None:
    steps = [
        JournalStep("a", "do", remove_records(Catalogue(), []).changes),
        JournalStep("b", "do", (SetField(record_id(1), "name", "", "x"),)),
        JournalStep("c", "do", ()),
    ]
    result = replay(Catalogue(), steps)
    assert (result.applied, result.complete, result.catalogue) == (1, False, Catalogue())


@pytest.mark.parametrize(
    "payload",
    [
        b"{}",
        b"[]",
        b'{"journal":"2","started":"2026-11-01T00:00:00+00:00"}',
        b'{"journal":"1","started":"soon"}',
        b'{"journal":"1","started":"2026-11-01T00:00:00"}',
        b"[" * 5000,
    ],
)  # fmt: skip
def test_a_header_that_is_none_is_damage(tmp_path: Path, payload: bytes) -> None:
    (tmp_path / JOURNAL).write_bytes(b"%08x %08x %s\n" % (len(payload), zlib.crc32(payload), payload))
    with pytest.raises(DamagedFileError, match=r"journal\.damaged"):
        read_journal(tmp_path)


def test_what_a_journal_holds_of_a_record_is_all_of_it(tmp_path: Path) -> None:
    _, _, catalogue, _ = saved_project(tmp_path)
    document = Document(catalogue)
    journal = Journal(tmp_path / "one", header(), Clock())
    journalled(document, journal)
    everything = [record.id for record in catalogue]
    document.execute(remove_records(catalogue, everything))
    journal.close()
    steps = read_journal(tmp_path / "one").steps
    assert [dataclasses.astuple(change) for change in steps[0].changes] == [
        dataclasses.astuple(change) for change in remove_records(catalogue, everything).changes
    ]
    assert len(replay(catalogue, steps).catalogue) == 0
    assert digest_of(tmp_path / "one" / JOURNAL)
    assert PhotoStore(tmp_path / "photos").folder is not None
