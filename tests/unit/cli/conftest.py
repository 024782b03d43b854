"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.cli.command_line import CommandLine
from tests.unit.services.small_project import write_small_project


@pytest.fixture
def ofdesk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("OFDESK_LANGUAGE", "ja")
    return CommandLine(capsys)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_small_project(tmp_path / "見本.ofdesk")
