"""How the editions of booklet and MAP are written as PDF."""

from __future__ import annotations

import math

from ofdesk.press.pdf import PdfOptions
from ofdesk.press.screen_encoding import Fineness
from ofdesk.press.screen_pictures import ScreenPolicy
from ofdesk.services.editions import PRINT, WEB

# The finest first. Below the last one faces and skies visibly fall into blocks.
_STEPS = (
    Fineness(200.0, 75),
    *(Fineness(150.0, quality) for quality in range(76, 39, -2)),
)
_BYTES_EACH = 10_000_000
_EVENTS_EACH = 100


def options_of(edition: str, events: int = 0) -> PdfOptions:
    """Return how an edition is written; for screens no larger than 10 MB for every 100 events begun.

    Raises:
        KeyError: there is no such edition.
    """
    if edition == WEB:
        most = _BYTES_EACH * max(1, math.ceil(events / _EVENTS_EACH))
        return PdfOptions(screen=ScreenPolicy(_STEPS, most), shown="trim", tagged=True)
    return {PRINT: PdfOptions()}[edition]
