"""Makes pages ready for a file: laid out, looked over, painted. The same in every process that helps.

Owns what such a page is and what it is made with; refuses to know files and the order of pages.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from ofdesk.booklet.engine import LayoutEngine
from ofdesk.booklet.overflow import overflow_on
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.toolkit import Toolkit, load_toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.model.records import Layer
from ofdesk.press.content import PaintedPage
from ofdesk.press.pdf import Painter, PdfOptions
from ofdesk.services.excerpt import linked_within
from ofdesk.services.layer_shelf import LayerShelf
from ofdesk.storage.photo_store import PhotoStore

PageKey: TypeAlias = tuple[str, Hashable]
"""What a page shows: its pattern and its content. Equal keys make equal pages."""


@dataclass(frozen=True, slots=True)
class PageStyle:
    """What the pages of a file are made with, apart from what they show.

    Attributes:
        language, theme: of the booklet.
        options: how the file is written.
        document_language: such as "ja-JP".
        numbers: of the pages that links may lead to; None for all.
    """

    language: str
    theme: str
    options: PdfOptions
    document_language: str
    numbers: range | None = None


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page ready for a file.

    Attributes:
        problems: texts that are not printed as typed.
        undrawn: names of the layers that could not be drawn on it.
    """

    painted: PaintedPage
    problems: tuple[Problem, ...]
    undrawn: tuple[str, ...]


class PageMaker:
    """Makes pages, one after the other. Not shared between threads.

    Attributes:
        toolkit: what pages are laid out with.
    """

    def __init__(self, style: PageStyle, layers: PhotoStore) -> None:
        """Load what pages of a style need; `layers` holds at least the data of the layers of maps."""
        self.style = style
        self._shelf = LayerShelf(layers)
        self.toolkit: Toolkit = load_toolkit(style.language, style.theme, self._shelf)
        self._engine = LayoutEngine(PATTERNS, self.toolkit)
        self._painter = Painter(
            self.toolkit.palette, self.toolkit.fonts, style.options, style.document_language
        )

    def make(self, key: PageKey) -> MadePage:
        """Make the page that shows what the key says.

        Raises:
            OfdeskError: a resource or a picture cannot be read.
        """
        pattern, content = key
        self._shelf.failed.clear()
        page = self._engine.laid_out(pattern, content)
        if self.style.numbers is not None:
            page = next(linked_within((page,), self.style.numbers))
        problems = overflow_on((page,))
        return MadePage(self._painter.paint(page), problems, tuple(self._shelf.failed))


def store_of_layers(catalogue: Catalogue, store: PhotoStore) -> PhotoStore:
    """Return a store with the data of maps' layers only: the directory of thousands of records is heavy."""
    if store.archive is None:
        return store
    wanted = {layer.sha256 for layer in catalogue.all_of(Layer) if layer.sha256}
    kept = {
        name: entry
        for name, entry in store.archive.entries.items()
        if name.rpartition("/")[2].partition(".")[0] in wanted
    }
    archive = dataclasses.replace(store.archive, entries=MappingProxyType(kept))
    return dataclasses.replace(store, archive=archive)
