"""Which of the user's own layers a map shows."""

from __future__ import annotations

import dataclasses

from ofdesk.base.errors import InputError
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Layer

ALL, NONE = "all", "none"


def with_layers_shown(catalogue: Catalogue, chosen: str) -> Catalogue:
    """Return a catalogue whose maps show the chosen layers.

    Args:
        catalogue: it stays as it is.
        chosen: names or identities separated by commas, "all" or "none"; "" leaves the choice to the records.

    Raises:
        InputError: "layer.unknown", "layer.none_there".
    """
    if not chosen:
        return catalogue
    layers = catalogue.all_of(Layer)
    wanted = {layer.id for layer in layers} if chosen == ALL else set[RecordId]()
    if chosen not in (ALL, NONE):
        for name in filter(None, (part.strip() for part in chosen.split(","))):
            wanted |= {layer.id for layer in layers_named(catalogue, name)}
    for layer in layers:
        if layer.shown != (layer.id in wanted):
            catalogue = catalogue.with_record(dataclasses.replace(layer, shown=layer.id in wanted))
    return catalogue


def layers_named(catalogue: Catalogue, name: str) -> tuple[Layer, ...]:
    """Return the layers of a name or identity.

    Raises:
        InputError: "layer.unknown", or "layer.none_there" for a project without layers.
    """
    layers = catalogue.all_of(Layer)
    if not layers:
        raise InputError("layer.none_there", name=name[:60])
    found = tuple(layer for layer in layers if name in (layer.name, layer.id))
    if not found:
        known = "、".join(layer.name for layer in layers)[:200]
        raise InputError("layer.unknown", name=name[:60], known=known)
    return found
