"""What the booklet is written for: print, or screens (smaller pictures, a structure to be read aloud by)."""

from __future__ import annotations

from ofdesk.press.pdf import PdfOptions
from ofdesk.press.photos import ImagePolicy

PRINT = "print"
WEB = "web"
BOOKLET_EDITIONS = (PRINT, WEB)

# Widths are rounded up, so that small pictures come to 150 to 200 ppi.
_WEB_PICTURES = ImagePolicy(max_ppi=150, jpeg_quality=75, for_screen=True)
_OPTIONS = {
    PRINT: PdfOptions(),
    WEB: PdfOptions(images=_WEB_PICTURES, shown="trim", tagged=True),
}


def options_of(edition: str) -> PdfOptions:
    """Return how an edition is written.

    Raises:
        KeyError: there is no such edition.
    """
    return _OPTIONS[edition]
