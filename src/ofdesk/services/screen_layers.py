"""The layers of a project, drawn for a map on the screen."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from ofdesk.base.errors import DamagedFileError, OfdeskError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.cartography.user_layers import BENEATH, ON_LAND_ONLY, UPON, UserLayer, rank_of
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Operation
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Layer
from ofdesk.services.layer_shelf import LayerShelf
from ofdesk.storage.photo_store import PhotoStore

_SCREEN_PPI = 144.0


@dataclass(frozen=True, slots=True)
class DrawnLayer:
    """What a view shows of a layer.

    Attributes:
        rank: where it lies: what has less is painted first.
        beneath: whether it lies beneath the lines of the base map.
        land_only: whether it is not to be seen at sea.
    """

    id: RecordId
    rank: int
    beneath: bool
    land_only: bool
    ops: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class DrawnLayers:
    """Layers drawn, and why others could not be."""

    drawn: tuple[DrawnLayer, ...]
    failed: dict[RecordId, OfdeskError] = field(default_factory=dict)


class ScreenLayers:
    """Draws layers; threads may share it, one at a time is served."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shelf = LayerShelf(PhotoStore())

    def draw(
        self, layers: Iterable[Layer], store: PhotoStore, view: View, *, cancel: Cancel = NEVER_CANCELLED
    ) -> DrawnLayers:
        """Draw layers whose data is in a store; what cannot be read or drawn is left out.

        Raises:
            Cancelled: called off.
        """
        drawn: list[DrawnLayer] = []
        failed: dict[RecordId, OfdeskError] = {}
        with self._lock:
            if store != self._shelf.store:
                self._shelf = LayerShelf(store, _SCREEN_PPI)
            for layer in layers:
                cancel.check()
                user = self._shelf(layer)
                if user is None:
                    failed[layer.id] = self._shelf.failed[layer.name or layer.id]
                    continue
                try:
                    drawn.append(_drawn(layer, user, view))
                except Exception:  # noqa: BLE001 - shapes nobody foresaw must not cost the map
                    failed[layer.id] = DamagedFileError("layer.not_drawable", file=layer.file_name)
        return DrawnLayers(tuple(drawn), failed)


def _drawn(layer: Layer, user: UserLayer, view: View) -> DrawnLayer:
    rank = rank_of(user, (*BENEATH, *UPON))
    land_only = layer.role in ON_LAND_ONLY
    ops = user.ops(view, view.frame) if rank >= 0 else ()
    return DrawnLayer(layer.id, rank, rank < len(BENEATH), land_only, ops)
