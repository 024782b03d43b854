"""Snapshots come out of their pieces as they were."""

from __future__ import annotations

import pickle

from tests.unit.services.small_project import small_catalogue

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Factory
from ofdesk.services.snapshots import SnapshotAssembly, pieces_of
from ofdesk.storage.photo_store import PhotoStore


def large_catalogue() -> Catalogue:
    records = (Factory(id=RecordId(f"{n:032x}"), order=f"{9999 - n}x") for n in range(10, 1010))
    return Catalogue.of((*small_catalogue(), *records), small_catalogue().project, small_catalogue().booklet)


def test_two_snapshots_one_after_the_other_come_out_whole() -> None:
    assembly = SnapshotAssembly()
    for catalogue in (large_catalogue(), small_catalogue(), Catalogue()):
        *pieces, last = (pickle.loads(pickle.dumps(piece)) for piece in pieces_of(catalogue, PhotoStore()))
        assert all(assembly.take(piece) is None for piece in pieces)
        assert assembly.take(last) == (catalogue, PhotoStore())


def test_order_survives() -> None:
    assembly = SnapshotAssembly()
    *_, found = map(assembly.take, pieces_of(large_catalogue(), PhotoStore()))
    assert found is not None
    assert found[0].table("factory").ids == large_catalogue().table("factory").ids


def test_no_piece_is_large() -> None:
    sizes = [len(pickle.dumps(piece)) for piece in pieces_of(large_catalogue(), PhotoStore())]
    assert len(sizes) > 4
    assert max(sizes) < sum(sizes) / 4
