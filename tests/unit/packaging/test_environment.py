"""The virtual environment of a checkout: when it is filled, and what a failure says."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from pathlib import Path

import pytest

from environment import Environment, SetupError, clean_environment, explain_pip_failure, run_quietly

UNREACHABLE = """\
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError': /simple/numpy/
ERROR: Could not find a version that satisfies the requirement numpy==2.4.6 (from versions: none)
ERROR: No matching distribution found for numpy==2.4.6
"""


def checkout(folder: Path) -> tuple[Environment, Path]:
    """Make a checkout with one empty lock file and a project that installs without any package."""
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\nversion = '1'\n", encoding="utf-8")
    lock = folder / "requirements.lock"
    lock.write_text("# nothing\n", encoding="utf-8")
    return Environment(folder), lock


def pretend_to_be_filled(environment: Environment, lock: Path) -> None:
    environment.python.parent.mkdir(parents=True)
    environment.python.write_bytes(b"")
    stamp = environment._wanted((lock,))
    (environment.folder / "ofdesk-setup.json").write_text(json.dumps(stamp), encoding="utf-8")


def test_a_filled_environment_is_complete(tmp_path: Path) -> None:
    environment, lock = checkout(tmp_path)
    assert not environment.is_complete((lock,))
    pretend_to_be_filled(environment, lock)
    assert environment.is_complete((lock,))


def test_another_lock_file_or_project_asks_for_a_new_installation(tmp_path: Path) -> None:
    environment, lock = checkout(tmp_path)
    pretend_to_be_filled(environment, lock)
    before = lock.read_text(encoding="utf-8")
    lock.write_text("# something\n", encoding="utf-8")
    assert not environment.is_complete((lock,))
    lock.write_text(before, encoding="utf-8")
    assert environment.is_complete((lock,))
    (tmp_path / "pyproject.toml").write_text("# another\n", encoding="utf-8")
    assert not environment.is_complete((lock,))


def test_test_packages_are_not_there_after_a_demo(tmp_path: Path) -> None:
    environment, lock = checkout(tmp_path)
    dev_lock = tmp_path / "requirements-dev.lock"
    dev_lock.write_text("# more\n", encoding="utf-8")
    pretend_to_be_filled(environment, lock)
    assert not environment.is_complete((lock, dev_lock))


def test_an_environment_that_was_moved_or_copied_is_not_complete(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    environment, lock = checkout(old)
    pretend_to_be_filled(environment, lock)
    old.rename(new)
    assert not Environment(new).is_complete((new / lock.name,))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"{"])
def test_a_damaged_stamp_asks_for_a_new_installation(tmp_path: Path, content: bytes) -> None:
    environment, lock = checkout(tmp_path)
    pretend_to_be_filled(environment, lock)
    (environment.folder / "ofdesk-setup.json").write_bytes(content)
    assert not environment.is_complete((lock,))


def test_the_environment_is_made_and_a_failure_of_pip_leaves_no_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    environment, lock = checkout(tmp_path)
    lock.write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    sentence = r"^Packages could not be downloaded; check the network .*setup\.log\)\.$"
    with pytest.raises(SetupError, match=sentence):
        environment.provide((lock,))
    assert environment.python.is_file()
    assert not environment.is_complete((lock,))


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (UNREACHABLE, "Packages could not be downloaded; check the network connection"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "A downloaded package is not the file"),
        ("OSError: [Errno 28] No space left on device", "There is no space left on the disk"),
        ("Something else", "pip could not install the packages"),
    ],
)
def test_the_reason_of_a_failure_is_one_sentence(output: str, sentence: str) -> None:
    assert explain_pip_failure(output).startswith(sentence)


def test_output_goes_to_the_log_and_only_progress_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = textwrap.dedent("""
        print("Looking in indexes: https://example.invalid/simple")
        print("  Downloading numpy-2.4.6-cp311-cp311-win_amd64.whl (17.2 MB)")
        print("Installing collected packages: numpy, hatchling")
        raise SystemExit(7)
    """)
    log = tmp_path / "build" / "setup.log"
    assert run_quietly([sys.executable, "-c", script], log) == 7
    assert capsys.readouterr().out == "    downloading numpy 2.4.6 (17.2 MB)\n    installing: 2\n"
    assert log.read_text(encoding="utf-8").count("\n") == 3


def test_the_environment_variables_of_another_python_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.sep)
    monkeypatch.setenv("OFDESK_TEST", "kept")
    assert "PYTHONPATH" not in clean_environment()
    assert clean_environment()["OFDESK_TEST"] == "kept"
