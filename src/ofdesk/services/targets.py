"""Where a file may be written: asked before any work is done for it."""

from __future__ import annotations

from pathlib import Path

from ofdesk.base.errors import WriteError
from ofdesk.storage.atomic import write_error


def require_place_for(target: Path) -> None:
    """Refuse a target that cannot become a file.

    A folder that is gone may be a drive that was unplugged: it is never made anew.

    Raises:
        WriteError: code "file.no_folder" or "file.not_a_file"; the system refuses to look there (a name too
            long, a folder without permission).
    """
    try:
        if not target.parent.is_dir():
            raise WriteError("file.no_folder", path=str(target.parent))
        if target.exists() and not target.is_file():
            raise WriteError("file.not_a_file", path=str(target))
    except OSError as error:
        raise write_error(error, target) from error


def is_there(target: Path) -> bool:
    """Tell whether something would be replaced; where the system refuses to look, writing will tell."""
    try:
        return target.exists()
    except OSError:
        return False
