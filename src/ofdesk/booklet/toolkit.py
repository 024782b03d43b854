"""What every page pattern works with: composer, theme, palette, words of the booklet and the base map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ofdesk.base.geometry import Size
from ofdesk.base.japan import REGIONS
from ofdesk.booklet.theme import Theme, load_theme
from ofdesk.booklet.wording import Wording, load_wording
from ofdesk.cartography import framing
from ofdesk.cartography.base_map import BaseMap, load_base_map
from ofdesk.cartography.locator import Locator, locator
from ofdesk.cartography.regions import region_definition
from ofdesk.cartography.user_layers import UserLayer
from ofdesk.drawing.colours import Palette
from ofdesk.drawing.display_list import Ink
from ofdesk.drawing.fonts import FontBook, load_built_in_fonts
from ofdesk.drawing.palettes import load_palette
from ofdesk.model.records import Layer
from ofdesk.typesetting.composer import Composer

SMALL_TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3 (AA)
LARGE_TEXT_CONTRAST = 3.0  # the same, for 14 pt bold and larger
LOCATOR_ROOM = Size(42.0, 34.0)


def no_layer(layer: Layer) -> UserLayer | None:
    """Know the data of no layer."""
    return None


@dataclass(frozen=True)
class Toolkit:
    """Everything a pattern needs besides its content.

    Attributes:
        chosen: language and theme as the booklet's settings name them; a change of these needs another
            toolkit.
        layer: gives the user's own layers of maps; None for one whose data is missing.
        plain: of a copy for a step of the theme's ladder, the toolkit it was made from.
    """

    chosen: tuple[str, str]
    theme: Theme
    wording: Wording
    palette: Palette
    fonts: FontBook
    composer: Composer
    layer: Callable[[Layer], UserLayer | None] = no_layer
    plain: Toolkit | None = None

    def at_step(self, step: int) -> Toolkit:
        """Return the toolkit whose theme is set in a step of its ladder; it shares all that is costly."""
        return self._at_step(step) if step else self

    @cached_property
    def _at_step(self) -> Callable[[int], Toolkit]:
        def made(step: int) -> Toolkit:
            return replace(self, theme=replace(self.theme, step=step), plain=self)

        return lru_cache(maxsize=None)(made)

    def accent(self, region: str) -> Ink:
        """Return the ink of a region; pages of no region are grey."""
        return Ink(f"region.{region}") if region in REGIONS else Ink("text", 0.8)

    def accent_for_text(self, region: str, *, large: bool = False) -> Ink:
        """Return the ink of a region if text in it can be read on paper, else that of the text."""
        accent = self.accent(region)
        least = LARGE_TEXT_CONTRAST if large else SMALL_TEXT_CONTRAST
        return accent if self._contrast(accent, Ink("paper")) >= least else Ink("text")

    def number_ink(self, region: str) -> Ink:
        """Return the ink in which a number is read on the colour of a region."""
        paper = Ink("paper")
        return paper if self._contrast(self.accent(region), paper) >= SMALL_TEXT_CONTRAST else Ink("text")

    def _contrast(self, one: Ink, other: Ink) -> float:
        return self.palette.rgb(one).contrast(self.palette.rgb(other))

    @cached_property
    def base_map(self) -> BaseMap:
        """The map of Japan, read when the first map is drawn.

        Raises:
            ResourceError: the map's files are missing or damaged.
        """
        return load_base_map() if self.plain is None else self.plain.base_map

    def locator(self, region: str, definition: str) -> Locator:
        """Return the small outlines of a region, drawn once.

        Raises:
            ResourceError: the map's files are missing or damaged.
            InputError: "map.unknown_area".
        """
        return (self.plain or self)._locators(region, definition)

    @cached_property
    def _locators(self) -> Callable[[str, str], Locator]:
        def draw(region: str, definition: str) -> Locator:
            area = framing.Region(region, region_definition(definition))
            return locator(self.base_map, area, LOCATOR_ROOM)

        return lru_cache(maxsize=None)(draw)


def load_toolkit(
    language: str, theme: str, layer: Callable[[Layer], UserLayer | None] = no_layer
) -> Toolkit:
    """Load fonts, theme, palette and words for a booklet; `layer` gives the user's own layers of maps.

    Raises:
        ResourceError: a resource of the program is missing.
    """
    fonts, chosen = load_built_in_fonts(), load_theme(theme)
    return Toolkit(
        chosen=(language, theme),
        theme=chosen,
        wording=load_wording(language),
        palette=load_palette(chosen.look.palette),
        fonts=fonts,
        composer=Composer(fonts),
        layer=layer,
    )
