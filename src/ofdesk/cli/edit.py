"""`ofdesk edit [FILE]`: open the editor. The only subcommand that needs Qt."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from ofdesk.base.errors import OfdeskError
from ofdesk.cli.console import Console
from ofdesk.services.words import Words


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("file", nargs="?", type=Path, help=words("cli", "file"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Start the editor and return its exit code.

    Raises:
        OfdeskError: code "gui.unavailable" when Qt is not installed or its libraries are missing,
            "gui.no_display" when there is no screen to show it on.
    """
    if sys.platform == "linux" and not any(map(os.environ.get, _SCREENS)):
        raise OfdeskError("gui.no_display")  # Qt would end the process
    try:
        # By name, so that the command line's own modules never depend on Qt.
        app = importlib.import_module("ofdesk.gui.app")
    except ImportError as error:
        raise OfdeskError("gui.unavailable", reason=str(error)) from error
    return int(app.run(arguments.file))


_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
