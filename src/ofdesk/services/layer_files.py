"""Where the data of layers lies, and which layers lack theirs."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ofdesk.base.errors import InputError
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem, Severity
from ofdesk.model.records import Layer
from ofdesk.storage.photo_store import PhotoStore


def path_beside(folder: Path | None, name: str) -> Path:
    """Return the path of data that lies in the project's folder or below it.

    Raises:
        InputError: "layer.not_beside": the project has no folder yet, or the name leads out of it.
    """
    parts = PurePosixPath(name).parts
    harmless = parts and not any(part == ".." or set(part) & set('\\/:\0') for part in parts)
    if folder is None or not harmless or len(name) > 200:
        raise InputError("layer.not_beside", file=name[:80])
    return folder.joinpath(*parts)


def layer_problems(catalogue: Catalogue, store: PhotoStore) -> tuple[Problem, ...]:
    """Return a problem for each layer whose data is not where its record says."""
    return tuple(
        Problem("check.layer_data_missing", Severity.ERROR, layer.id, "name", (("file", layer.file_name),))
        for layer in catalogue.all_of(Layer)
        if (layer.sha256 or layer.file_name) and not _is_there(layer, store)
    )


def _is_there(layer: Layer, store: PhotoStore) -> bool:
    if layer.sha256:
        return layer.sha256 in store
    try:
        return path_beside(store.beside, layer.file_name).is_file()
    except (InputError, OSError):
        return False
