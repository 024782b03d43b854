"""Where the user's own data stand on this machine: journals, versions, preferences, dictionaries."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

NAME = "ofdesk"
VARIABLE = "OFDESK_DATA_FOLDER"
"""Names another folder: for tests, and for a program carried on a stick."""


def user_data_folder() -> Path:
    """Return the folder; it need not exist yet."""
    chosen = os.environ.get(VARIABLE, "")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir(NAME, appauthor=False))
