"""Where a file may be written: asked before any work is done for it."""

from __future__ import annotations

from pathlib import Path

from ofdesk.base.errors import WriteError


def require_place_for(target: Path) -> None:
    """Refuse a target that cannot become a file.

    A folder that is gone may be a drive that was unplugged: it is never made anew.

    Raises:
        WriteError: code "file.no_folder" or "file.not_a_file".
    """
    if not target.parent.is_dir():
        raise WriteError("file.no_folder", path=str(target.parent))
    if target.exists() and not target.is_file():
        raise WriteError("file.not_a_file", path=str(target))
