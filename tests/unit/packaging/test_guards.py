"""The guards over all tests (tests/conftest.py) can themselves fail a test."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

OFFENCES = '''
import logging, os, socket, urllib.request, warnings
import pytest

def test_warns():
    warnings.warn("an old function is used", DeprecationWarning)

def test_logs():
    logging.getLogger("ofdesk.storage").warning("disk is slow")

@pytest.mark.expects_log("disk is slow")
def test_logs_as_expected():
    logging.getLogger("ofdesk.storage").warning("disk is slow")

@pytest.mark.expects_log("disk is slow")
def test_expected_log_does_not_come():
    pass

def test_connects():
    with socket.socket() as one:
        one.settimeout(1)
        one.connect(("192.0.2.1", 80))

def test_connects_and_hides_it():
    try:
        urllib.request.urlopen("http://ofdesk.invalid/", timeout=1)
    except Exception:
        pass

def test_talks_to_itself():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
        server.accept()[0].close()
    left, right = socket.socketpair()
    left.close(), right.close()

def test_draws_off_the_screen():
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
'''
QT_OFFENCE = '''
from PySide6.QtCore import qWarning

def test_qt_warns():
    qWarning("QWidget: something is wrong")
'''


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run the offences in a pytest of their own; return the outcome of each by its name."""
    folder = tmp_path_factory.mktemp("guarded")
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "tests")
    (folder / "tests" / "test_offences.py").write_text(OFFENCES + QT_OFFENCE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:randomly", "-p", "no:cacheprovider"]
    result = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    found = re.findall(r"::(\w+) (PASSED|FAILED|ERROR)", result.stdout)
    return {name: f"{outcome}\n{result.stdout}" for name, outcome in found}


@pytest.mark.parametrize(
    ("test", "complaint"),
    [
        ("test_warns", "DeprecationWarning: an old function is used"),
        ("test_logs", "unexpected log: WARNING ofdesk.storage: disk is slow"),
        ("test_expected_log_does_not_come", "expected log did not come: disk is slow"),
        ("test_connects", "socket.connect '192.0.2.1'"),
        ("test_connects_and_hides_it", "reached for the network: socket.getaddrinfo 'ofdesk.invalid'"),
        ("test_qt_warns", "QWidget: something is wrong"),
    ],
)
def test_an_offence_fails_its_test(outcomes: dict[str, str], test: str, complaint: str) -> None:
    assert outcomes[test].startswith("FAILED"), outcomes[test]
    assert complaint in outcomes[test]


@pytest.mark.parametrize(
    "test", ["test_logs_as_expected", "test_talks_to_itself", "test_draws_off_the_screen"]
)
def test_what_is_allowed_passes(outcomes: dict[str, str], test: str) -> None:
    assert outcomes[test].startswith("PASSED"), outcomes[test]
