"""`ofdesk edit [FILE]`: open the editor. The only subcommand that needs Qt."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from ofdesk.base.errors import OfdeskError
from ofdesk.cli.console import Console
from ofdesk.services.words import Words


def add_parser(subparsers: Any, words: Words) -> None:
    """Declare the subcommand."""
    parser = subparsers.add_parser("edit", help=words("cli", "edit"))
    parser.add_argument("file", nargs="?", type=Path, help=words("cli", "file"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Start the editor and return its exit code.

    Raises:
        OfdeskError: code "gui.unavailable" when Qt is not installed or its libraries are missing.
    """
    try:
        # By name, so that the command line's own modules never depend on Qt.
        app = importlib.import_module("ofdesk.gui.app")
    except ImportError as error:
        raise OfdeskError("gui.unavailable", reason=str(error)) from error
    return int(app.run(arguments.file))
