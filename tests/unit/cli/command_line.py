"""Runs the command line inside the test, or as the process a user starts."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ofdesk.cli.main import main

ROOT = Path(__file__).parents[3]
PATHS = os.pathsep.join((str(ROOT / "src"), str(ROOT)))


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


class CommandLine:
    """Runs commands in this process, in one language."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Ended:
        self._capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = self._capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    def fails(self, *arguments: str | Path) -> Ended:
        """Run a command that must fail in one sentence."""
        ended = self(*arguments)
        assert ended.out == ""
        assert ended.err.count("\n") == 1, ended.err
        assert "Traceback" not in ended.err
        assert "{" not in ended.err
        return ended


def environment(**more: str) -> dict[str, str]:
    """Return the environment for a process that runs this checkout."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONIOENCODING", "PYTHONUTF8", "DISPLAY")}
    return {**kept, "PYTHONPATH": PATHS, "OFDESK_LANGUAGE": "ja", "PYTHONUTF8": "1", **more}


def process(*arguments: str | Path, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own, to the end."""
    command = [sys.executable, "-m", "ofdesk", *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, env=environment(**more), check=False, timeout=100
    )
