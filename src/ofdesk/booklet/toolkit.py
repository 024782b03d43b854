"""What every page pattern works with: composer, theme, palette, words of the booklet and the base map."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.japan import REGIONS
from ofdesk.booklet.theme import Theme, load_theme
from ofdesk.booklet.wording import Wording, load_wording
from ofdesk.drawing.colours import Palette
from ofdesk.drawing.display_list import Ink
from ofdesk.drawing.fonts import FontBook, load_built_in_fonts
from ofdesk.drawing.palettes import load_palette
from ofdesk.typesetting.composer import Composer

SMALL_TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3 (AA)


@dataclass(frozen=True)
class Toolkit:
    """Everything a pattern needs besides its content.

    Attributes:
        chosen: language and theme as the booklet's settings name them; a change of these needs another
            toolkit.
    """

    chosen: tuple[str, str]
    theme: Theme
    wording: Wording
    palette: Palette
    fonts: FontBook
    composer: Composer

    def accent(self, region: str) -> Ink:
        """Return the ink of a region; pages of no region are grey."""
        return Ink(f"region.{region}") if region in REGIONS else Ink("text", 0.8)

    def accent_for_text(self, region: str) -> Ink:
        """Return the ink of a region if small text in it can be read, else that of the text."""
        accent = self.accent(region)
        contrast = self.palette.rgb(accent).contrast(self.palette.rgb(Ink("paper")))
        return accent if contrast >= SMALL_TEXT_CONTRAST else Ink("text")


def load_toolkit(language: str, theme: str) -> Toolkit:
    """Load fonts, theme, palette and words for a booklet.

    Raises:
        ResourceError: a resource of the program is missing.
    """
    fonts = load_built_in_fonts()
    return Toolkit(
        chosen=(language, theme),
        theme=load_theme(theme),
        wording=load_wording(language),
        palette=load_palette(),
        fonts=fonts,
        composer=Composer(fonts),
    )
