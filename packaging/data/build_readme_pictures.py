"""Makes the pictures of README.md: the editor on the sample, a place being found, and a page of the booklet.

Run it with the project's own Python after `dev.py demo`: all pictures come from the program itself.
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
_ASK_MS = 6000
_PLACE_PX = (951, 640)  # of the window, from its lower right corner
_FACTORY = "見本漆器店"
_TARGET = Path(__file__).resolve().parents[2] / "resources" / "readme"


def write_page(booklet: Path, page_index: int, target: Path) -> None:
    """Rasterise one page of a booklet."""
    from ofdesk.press.raster import render_page

    raster = render_page(booklet.read_bytes(), page_index, _PAGE_WIDTH_PX)
    size = (raster.width_px, raster.height_px)
    _write(Image.frombytes("RGB", size, raster.pixels, "raw", "BGRX", raster.stride), target)


def write_editor(project: Path, target: Path, place_target: Path) -> None:
    """Photograph the editor's window with a project open, and again while a factory's place is looked for."""
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


        def picture() -> Image.Image:
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            editor.window.grab().save(buffer, "PNG")
            return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")

        QTimer.singleShot(_SETTLE_MS, application.exit)  # quit would close the window first
        application.exec()
        _write(picture(), target)
        desk = editor.window.desk
        assert desk is not None
        factories = desk.project.document.catalogue.table("factory")
        wanted = next(one.id for one in factories if getattr(one, "name", "") == _FACTORY)
        desk.open_field(wanted, "")
        desk.show_map()
        desk.map.geocode(wanted)
        QTimer.singleShot(_ASK_MS, application.exit)
        application.exec()
        whole = picture()
        left, top = whole.width - _PLACE_PX[0], whole.height - _PLACE_PX[1]
        _write(whole.crop((left, top, whole.width, whole.height)), place_target)
        editor.window.close()


def _write(picture: Image.Image, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, optimize=True)


def main() -> int:
    """Write the pictures from the files that the demo made."""
    parser = argparse.ArgumentParser(description="Make the pictures of README.md.")
    parser.add_argument("--project", type=Path, default=Path("build/sample.ofdesk"))
    parser.add_argument("--booklet", type=Path, default=Path("build/sample-booklet.pdf"))
    parser.add_argument("--page", type=int, default=20, help="page of the booklet, from 1")
    arguments = parser.parse_args()
    write_page(arguments.booklet, arguments.page - 1, _TARGET / "page.png")
    write_editor(arguments.project, _TARGET / "editor.png", _TARGET / "place.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
