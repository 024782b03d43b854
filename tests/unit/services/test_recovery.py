"""Work that a cut-off session left behind is found and goes on, up to the last step it made."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.services import crashing_editor
from tests.unit.services.small_project import (
    EVENT_ID,
    edit,
    photo_bytes,
    state,
    surroundings_in,
    write_small_project,
)

from ofdesk.base.errors import Cancelled, FileChangedError, ReadError, WriteError
from ofdesk.base.progress import CancelToken
from ofdesk.editing import commands
from ofdesk.model.records import Event, Photo
from ofdesk.services.recovery import clear_litter, forget, lost_sessions, recover
from ofdesk.services.session import Session, Surroundings, new_session, open_session
from ofdesk.storage.project_file import open_project
from ofdesk.storage.recovery import FoundJournal
from ofdesk.storage.work_folder import JOURNAL, OPENED_COPY

ROOT = Path(__file__).parents[3]
STEPS = 24


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_small_project(tmp_path / "見本.ofdesk")


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def crash(data_folder: Path, project: Path, *arguments: str, kill_after_line: int | None = None) -> list[int]:
    """Run the crashing editor until it is dead; returns the numbers of steps it told of."""
    command = [sys.executable, crashing_editor.__file__, str(data_folder), str(project), *arguments]
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    told: list[int] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}, text=True
    ) as editor:
        assert editor.stdout is not None
        for line in editor.stdout:
            told.append(int(line))
            if len(told) == kill_after_line:
                editor.kill()
                break
    assert editor.returncode != 0
    return told


def states_of(project: Path, folder: Path, edits: int) -> list[dict[str, bytes]]:
    """Return the state of the catalogue after 0, 1, 2 … steps of an editor that does not crash."""
    session = open_session(project, surroundings_in(folder, seed="crashing"))
    states = [state(session.catalogue)]
    session.document.subscribe(lambda effect: states.append(state(effect.after)))
    for number in range(edits):
        edit(session, number)
    session.close()
    return states


def only_one(surroundings: Surroundings) -> FoundJournal:
    (found,) = lost_sessions(surroundings)
    return found


@pytest.fixture
def recovered(data_folder: Path, project: Path) -> Iterator[Session]:
    """A session recovered after a crash at the end of all steps."""
    crash(data_folder, project, str(STEPS))
    surroundings = surroundings_in(data_folder, seed="later")
    session = recover(only_one(surroundings), surroundings)
    yield session
    session.close()


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5, 8, 16])
def test_every_step_before_a_crash_is_recovered(
    steps: int, data_folder: Path, project: Path, tmp_path: Path
) -> None:
    (*_, made) = crash(data_folder, project, str(steps))
    surroundings = surroundings_in(data_folder, seed="later")
    session = recover(only_one(surroundings), surroundings)
    assert state(session.catalogue) == states_of(project, tmp_path / "calm", steps)[made]
    assert session.is_modified
    assert session.path == project
    assert session.unrecovered_steps == 0
    session.close()


@pytest.mark.parametrize("lines", [1, 7, 13])
def test_killed_at_any_moment_all_steps_up_to_the_last_one_written_are_recovered(
    lines: int, data_folder: Path, project: Path, tmp_path: Path
) -> None:
    (*_, told) = crash(data_folder, project, "400", kill_after_line=lines)
    surroundings = surroundings_in(data_folder, seed="later")
    found = only_one(surroundings)
    assert len(found.contents.steps) >= told
    session = recover(found, surroundings)
    expected = states_of(project, tmp_path / "calm", 400)
    assert state(session.catalogue) == expected[len(found.contents.steps)]
    session.close()


def test_photos_added_before_a_crash_are_recovered(recovered: Session) -> None:
    photos = recovered.catalogue.all_of(Photo)
    assert photos
    for photo in photos:
        assert recovered.photos.get(photo.sha256)
    recovered.save()
    assert recovered.path is not None
    assert open_project(recovered.path).missing_photos == ()


def test_a_recovered_session_is_saved_over_the_unchanged_file(recovered: Session) -> None:
    recovered.save()
    assert not recovered.is_modified
    assert recovered.path is not None
    assert state(open_project(recovered.path).catalogue) == state(recovered.catalogue)


def test_after_recovery_nothing_of_the_lost_session_stays(recovered: Session, data_folder: Path) -> None:
    assert lost_sessions(surroundings_in(data_folder)) == ()
    assert len(list((data_folder / "sessions").iterdir())) == 1


def test_a_second_crash_right_after_recovery_loses_nothing(
    data_folder: Path, project: Path, tmp_path: Path
) -> None:
    (*_, made) = crash(data_folder, project, "8")
    second = surroundings_in(data_folder, seed="second")
    recover(only_one(second), second).close(keep_journal=True)
    third = surroundings_in(data_folder, seed="third")
    session = recover(only_one(third), third)
    assert state(session.catalogue) == states_of(project, tmp_path / "calm", 8)[made]
    session.close()


def test_a_file_changed_since_the_crash_is_not_written_over(data_folder: Path, project: Path) -> None:
    crash(data_folder, project, "8")
    other = open_session(project, surroundings_in(data_folder, seed="other"))
    edit(other, 6)
    other.save()
    other.close()
    theirs = project.read_bytes()
    surroundings = surroundings_in(data_folder, seed="later")
    session = recover(only_one(surroundings), surroundings)
    with pytest.raises(FileChangedError, match="changed_on_disk"):
        session.save()
    assert project.read_bytes() == theirs
    session.close()


def test_steps_a_save_holds_are_not_offered_again(data_folder: Path, project: Path) -> None:
    crash(data_folder, project, "7", "6")
    assert lost_sessions(surroundings_in(data_folder)) == ()


def test_steps_after_a_save_are_recovered_and_the_file_is_still_known(
    data_folder: Path, project: Path, tmp_path: Path
) -> None:
    (*_, made) = crash(data_folder, project, "11", "6")
    surroundings = surroundings_in(data_folder, seed="later")
    found = only_one(surroundings)
    assert found.contents.unsaved_steps == made - found.contents.saves[-1].steps > 0
    session = recover(found, surroundings)
    session.save()
    fresh = write_small_project(tmp_path / "fresh.ofdesk")
    assert state(session.catalogue) == states_of(fresh, tmp_path / "calm", 11)[made]
    session.close()


def test_cut_off_between_the_save_and_its_mark_the_file_counts_as_saved(
    data_folder: Path, project: Path
) -> None:
    session = open_session(project, surroundings_in(data_folder, seed="first"))
    edit(session, 6)
    session.write(session.prepare_save())  # the crash comes before `note_saved`
    session.close(keep_journal=True)
    surroundings = surroundings_in(data_folder, seed="later")
    session = recover(only_one(surroundings), surroundings)
    assert not session.is_modified
    edit(session, 14)
    session.save()
    session.close()


def test_a_save_that_ran_beside_the_typing_is_marked_with_the_steps_it_holds(
    data_folder: Path, project: Path
) -> None:
    session = open_session(project, surroundings_in(data_folder, seed="first"))
    edit(session, 6)
    prepared = session.prepare_save()
    saved = session.write(prepared)
    edit(session, 14)  # typed while the file was written
    session.note_saved(prepared, saved)
    assert session.is_modified
    expected = state(session.catalogue)
    session.close(keep_journal=True)
    surroundings = surroundings_in(data_folder, seed="later")
    session = recover(only_one(surroundings), surroundings)
    assert state(session.catalogue) == expected
    session.save()  # the file is known: no question
    assert session.undo() is not None
    assert session.is_modified
    session.close()


def test_a_project_never_saved_is_recovered(data_folder: Path) -> None:
    session = new_session(surroundings_in(data_folder, seed="first"))
    session.execute(commands.add_record(session.catalogue, Event(id=EVENT_ID, name="見本")))
    photo = session.import_photo(photo_bytes(1), "写真.jpg")
    event = session.catalogue.get(EVENT_ID)
    assert event is not None
    session.execute(commands.attach_photos(session.catalogue, event, [photo]))
    expected = state(session.catalogue)
    session.close(keep_journal=True)
    surroundings = surroundings_in(data_folder, seed="later")
    session = recover(only_one(surroundings), surroundings)
    assert session.path is None
    assert state(session.catalogue) == expected
    for _ in range(2):
        session.undo()
    assert session.is_modified  # no file holds even the beginning
    session.close()


def test_without_the_copy_the_unchanged_file_serves(data_folder: Path, project: Path, tmp_path: Path) -> None:
    (*_, made) = crash(data_folder, project, "10", "6")
    surroundings = surroundings_in(data_folder, seed="later")
    found = only_one(surroundings)
    (found.folder / OPENED_COPY).unlink()
    session = recover(found, surroundings)
    fresh = write_small_project(tmp_path / "fresh.ofdesk")
    assert state(session.catalogue) == states_of(fresh, tmp_path / "calm", 10)[made]
    session.close()


def test_without_copy_and_file_the_remains_stay(data_folder: Path, project: Path) -> None:
    crash(data_folder, project, "8")
    surroundings = surroundings_in(data_folder, seed="later")
    found = only_one(surroundings)
    (found.folder / OPENED_COPY).unlink()
    with pytest.raises(ReadError, match=r"journal\.no_base"):
        recover(found, surroundings)
    assert [one.folder for one in lost_sessions(surroundings)] == [found.folder]
    assert [folder.name for folder in surroundings.sessions_folder.iterdir()] == [found.folder.name]


def test_called_off_a_recovery_leaves_everything_for_another_time(data_folder: Path, project: Path) -> None:
    crash(data_folder, project, "8")
    surroundings = surroundings_in(data_folder, seed="later")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        recover(only_one(surroundings), surroundings, cancel=token)
    session = recover(only_one(surroundings), surroundings)
    assert session.is_modified
    session.close()


def test_a_torn_journal_gives_back_what_is_whole(data_folder: Path, project: Path, tmp_path: Path) -> None:
    (*_, made) = crash(data_folder, project, "8")
    surroundings = surroundings_in(data_folder, seed="later")
    journal = only_one(surroundings).folder / JOURNAL
    journal.write_bytes(journal.read_bytes()[:-5])
    session = recover(only_one(surroundings), surroundings)
    assert state(session.catalogue) == states_of(project, tmp_path / "calm", 8)[made - 1]
    session.close()


def test_a_session_that_lives_is_not_offered_nor_recovered(data_folder: Path, project: Path) -> None:
    surroundings = surroundings_in(data_folder, seed="first")
    living = open_session(project, surroundings)
    edit(living, 6)
    later = surroundings_in(data_folder, seed="later")
    assert lost_sessions(later) == ()
    living.close(keep_journal=True)
    found = only_one(later)
    session = recover(found, later)
    with pytest.raises(ReadError):
        recover(found, later)  # another ofdesk was quicker
    session.close()


def test_two_at_once_do_not_recover_one_session(data_folder: Path, project: Path) -> None:
    crash(data_folder, project, "8")
    surroundings = surroundings_in(data_folder, seed="later")
    found = only_one(surroundings)

    def other_comes(done: int, total: int, code: str) -> None:
        with pytest.raises(WriteError, match=r"folder\.in_use"):
            recover(found, surroundings_in(data_folder, seed="other"))

    recover(found, surroundings, progress=other_comes).close()


def test_forgotten_work_is_gone(data_folder: Path, project: Path) -> None:
    crash(data_folder, project, "8")
    surroundings = surroundings_in(data_folder, seed="later")
    forget(only_one(surroundings))
    assert lost_sessions(surroundings) == ()
    assert list(surroundings.sessions_folder.iterdir()) == []


def test_litter_is_cleared_but_neither_work_nor_living_sessions(data_folder: Path, project: Path) -> None:
    crash(data_folder, project, "7", "6")  # all saved
    unsaved = open_session(project, surroundings_in(data_folder, seed="unsaved"))
    edit(unsaved, 14)
    unsaved.close(keep_journal=True)
    untouched = open_session(project, surroundings_in(data_folder, seed="untouched"))
    untouched.close(keep_journal=True)
    living = open_session(project, surroundings_in(data_folder, seed="living"))
    surroundings = surroundings_in(data_folder, seed="later")
    assert len(list(surroundings.sessions_folder.iterdir())) == 4
    clear_litter(surroundings)
    assert len(list(surroundings.sessions_folder.iterdir())) == 2
    assert len(lost_sessions(surroundings)) == 1
    edit(living, 6)
    living.save(project.with_name("other.ofdesk"))
    living.close()


def test_steps_that_do_not_fit_are_told_and_the_remains_stay(data_folder: Path, project: Path) -> None:
    (*_, made) = crash(data_folder, project, "8")
    surroundings = surroundings_in(data_folder, seed="later")
    found = only_one(surroundings)
    steps = found.contents.steps
    gap = dataclasses.replace(found.contents, steps=(*steps[:2], *steps[3:]))  # as after a fault of ours
    session = recover(dataclasses.replace(found, contents=gap), surroundings)
    assert 0 < session.unrecovered_steps < made
    assert session.is_modified
    assert found.folder.is_dir()
    session.close()
    assert [one.folder for one in lost_sessions(surroundings)] == [found.folder]
