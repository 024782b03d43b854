"""Where the baseline lies in a box as high as the type: shared by everything lettered on a map."""

from __future__ import annotations

from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle


def em_top_mm(composer: Composer, style: TextStyle) -> float:
    """Return how far the top of the em box lies above the baseline."""
    return composer.fonts.face(style.face).metrics.em_top_em * style.size_mm
