"""Makes the pictures of README.md: the editor on the sample, and a page of its booklet.

Run it with the project's own Python after `dev.py demo`: both pictures come from the program itself.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image

_WINDOW_PX = (1440, 900)
_PAGE_WIDTH_PX = 620
_SETTLE_MS = 9000
_TARGET = Path(__file__).resolve().parents[2] / "resources" / "readme"


def write_page(booklet: Path, page_index: int, target: Path) -> None:
    """Rasterise one page of a booklet."""
    from ofdesk.press.raster import render_page

    raster = render_page(booklet.read_bytes(), page_index, _PAGE_WIDTH_PX)
    size = (raster.width_px, raster.height_px)
    _write(Image.frombytes("RGB", size, raster.pixels, "raw", "BGRX", raster.stride), target)


def write_editor(project: Path, target: Path) -> None:
    """Photograph the editor's window with a project open."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, QTimer
    from PySide6.QtWidgets import QApplication

    from ofdesk.gui.app import Editor

    application = QApplication(["ofdesk"])
    with tempfile.TemporaryDirectory() as folder:
        editor = Editor(application, Path(folder))
        editor.window.showNormal()
        editor.window.resize(*_WINDOW_PX)
        editor.window.files.open_path(project.resolve())
        QTimer.singleShot(_SETTLE_MS, application.exit)  # quit would close the window first
        application.exec()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        editor.window.grab().save(buffer, "PNG")
        _write(Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB"), target)
        editor.window.close()


def _write(picture: Image.Image, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, optimize=True)


def main() -> int:
    """Write both pictures from the files that the demo made."""
    parser = argparse.ArgumentParser(description="Make the pictures of README.md.")
    parser.add_argument("--project", type=Path, default=Path("build/sample.ofdesk"))
    parser.add_argument("--booklet", type=Path, default=Path("build/sample-booklet.pdf"))
    parser.add_argument("--page", type=int, default=18, help="page of the booklet, from 1")
    arguments = parser.parse_args()
    write_page(arguments.booklet, arguments.page - 1, _TARGET / "page.png")
    write_editor(arguments.project, _TARGET / "editor.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
