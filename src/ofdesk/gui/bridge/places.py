"""The gazetteer and the base map for the widgets: read beside the interface, asked on its thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ofdesk.base.geometry import GeoExtent, GeoPoint
from ofdesk.base.progress import Cancel, Progress
from ofdesk.base.text import fold_for_search
from ofdesk.cartography.base_map import BaseMap
from ofdesk.geocoding.completion import AddressCompletion
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.match import Match
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.gui.bridge.background import Background
from ofdesk.gui.bridge.online import OnlineQuestions
from ofdesk.gui.forms.context import Suggestion
from ofdesk.gui.map.base_layers import BaseLayers
from ofdesk.gui.map.town_names import TownNames
from ofdesk.services.dictionaries import Geocoder, load_geocoder
from ofdesk.services.known_places import KnownPlaces
from ofdesk.services.program_map import program_map

_DIGITS = re.compile(r"\d{7}")
_MOST_COMPLETIONS = 8
_SLICE_PAUSE_MS = 15


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What is made of the gazetteer beside the interface."""

    gazetteer: Gazetteer
    geocoder: Geocoder
    completion: AddressCompletion
    suggestions: tuple[Suggestion, ...]


class Places(QObject):
    """Gazetteer and base map of the program; both are there some moments after `load`.

    Signals:
        gazetteer_ready(), map_ready(): the data can be asked now.
        load_failed(error): a resource of the program, or a dictionary of the user, is missing or damaged.
    """

    gazetteer_ready = Signal()
    map_ready = Signal()
    load_failed = Signal(object)

    def __init__(
        self,
        background: Background,
        data_folder: Path,
        parent: QObject | None = None,
        *,
        online: OnlineQuestions | None = None,
    ) -> None:
        """Prepare; nothing is read yet.

        Args:
            data_folder: holds the user's dictionaries.
            online: a service that may be asked as well, once the user wants that.
        """
        super().__init__(parent)
        self.online = online
        self._background = background
        self._data_folder = data_folder
        self._gazetteer: Gazetteer | None = None
        self._matcher: AddressMatcher | None = None
        self._completion: AddressCompletion | None = None
        self._known: KnownPlaces | None = None
        self._town_names: TownNames | None = None
        self._suggestions: tuple[Suggestion, ...] = ()
        self.layers: BaseLayers | None = None
        self._typed = ""
        self._preparing = QTimer(self, singleShot=True, interval=_SLICE_PAUSE_MS)
        self._preparing.timeout.connect(self._prepare)

    def load(self) -> None:
        """Begin to read both."""
        gazetteer_job = self._background.start_quietly(partial(_load_gazetteer, self._data_folder))
        gazetteer_job.succeeded.connect(self._take_gazetteer)
        gazetteer_job.failed.connect(self.load_failed)
        map_job = self._background.start_quietly(_load_layers)
        map_job.succeeded.connect(self._take_layers)
        map_job.failed.connect(self.load_failed)

    def _take_gazetteer(self, loaded: _Loaded) -> None:
        self._gazetteer, self._matcher = loaded.gazetteer, loaded.geocoder.matcher
        self._completion, self._suggestions = loaded.completion, loaded.suggestions
        self._town_names = TownNames(loaded.gazetteer)
        self._known = KnownPlaces(self._matcher, self._base_map)
        self.gazetteer_ready.emit()
        for problem in loaded.geocoder.problems:
            self.load_failed.emit(problem)

    def _take_layers(self, layers: BaseLayers) -> None:
        self.layers = layers
        self.map_ready.emit()

    @property
    def has_gazetteer(self) -> bool:
        """Whether addresses can be asked."""
        return self._matcher is not None

    def municipalities(self) -> Sequence[Suggestion]:
        """Return all municipalities by their official names."""
        return self._suggestions

    def addresses_of_postal_code(self, postal_code: str) -> Sequence[str]:
        """Return the addresses a postal code of seven digits stands for."""
        if self._gazetteer is None or not _DIGITS.fullmatch(postal_code):
            return ()
        found = self._gazetteer.towns_for_postal_code(postal_code)
        return tuple(dict.fromkeys(place.canonical for place in found))

    def complete_address(self, text: str) -> Sequence[Suggestion]:
        """Return the ways an address that is being typed may go on; more of a large city a moment later."""
        completion = self._completion
        if completion is None:
            return ()
        found = completion.complete(text, _MOST_COMPLETIONS)
        self._typed = text
        self._preparing.start()
        return tuple(Suggestion(one.canonical, one.canonical, one.reading, "") for one in found)

    def _prepare(self) -> None:
        """Index one ward of the city being typed: in slices, since a thread would hold strokes up."""
        if self._completion is not None and self._completion.prepare(self._typed, 1):
            self._preparing.start()

    def town_names(self, extent: GeoExtent) -> Iterable[tuple[GeoPoint, str]]:
        """Return the towns that lie in an extent; none while the gazetteer is being read."""
        return self._town_names.within(extent) if self._town_names is not None else ()

    @property
    def known(self) -> KnownPlaces | None:
        """What the checks ask; None while the gazetteer is being read, silent of pins until the map is."""
        return self._known

    def _base_map(self) -> BaseMap | None:
        return program_map() if self.layers is not None else None

    @property
    def matcher(self) -> AddressMatcher | None:
        """The geocoder, which threads may share; None while it is being read."""
        return self._matcher

    def match(self, address: str, *, exact: bool = False) -> Match | None:
        """Return what the geocoder makes of an address; None while it is being read.

        Args:
            exact: the address is spelled as the geocoder offered it.
        """
        return self._matcher.match(address, exact=exact) if self._matcher is not None else None

    @property
    def matching(self) -> Callable[[str], Match] | None:
        """The geocoder itself, for work beside the interface; None while it is being read."""
        return self._matcher.match if self._matcher is not None else None


def _load_gazetteer(data_folder: Path, *, progress: Progress, cancel: Cancel) -> _Loaded:
    gazetteer = Gazetteer()
    geocoder = load_geocoder(gazetteer, data_folder)
    suggestions = tuple(
        Suggestion(
            value=place.name,
            text=place.name,
            note=place.prefecture + place.county,
            search=fold_for_search(
                f"{place.name} {place.reading} {place.prefecture}{place.name} {place.romaji}"
            ),
        )
        for place in gazetteer.municipalities()
    )
    return _Loaded(gazetteer, geocoder, AddressCompletion(gazetteer), suggestions)


def _load_layers(*, progress: Progress, cancel: Cancel) -> BaseLayers:
    layers = BaseLayers(program_map())
    layers.land(layers.level_for(0.0))  # the nation is asked for first
    return layers
