"""Layers drawn for a screen: in their order, by their kind, and without those that cannot be drawn."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tests.unit.services.test_layers import hills_file, river_file, session, take

from ofdesk.base.errors import Cancelled, OfdeskError
from ofdesk.base.geometry import GeoPoint
from ofdesk.base.progress import CancelToken
from ofdesk.cartography.screen_view import screen_view
from ofdesk.cartography.user_layers import UserLayer
from ofdesk.drawing.display_list import Image, Polylines
from ofdesk.services.screen_layers import ScreenLayers
from ofdesk.services.session import Session

__all__ = ["session"]
VIEW = screen_view(GeoPoint(35.95, 136.15), 1000.0, 400, 300)


def test_layers_are_drawn_as_on_paper_and_know_where_they_lie(session: Session, tmp_path: Path) -> None:
    river, hills = take(session, river_file(tmp_path)).record, take(session, hills_file(tmp_path)).record
    found = ScreenLayers().draw([river, hills], session.photos, VIEW)
    upon, beneath = found.drawn
    assert (upon.id, upon.beneath, upon.land_only) == (river.id, False, False)
    assert (beneath.id, beneath.beneath, beneath.land_only) == (hills.id, True, True)
    assert beneath.rank < upon.rank
    assert isinstance(upon.ops[0], Polylines)
    assert isinstance(beneath.ops[0], Image)
    assert found.failed == {}


def test_what_cannot_be_read_or_drawn_costs_only_itself(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    river = take(session, river_file(tmp_path)).record
    lost = dataclasses.replace(river, id=session.new_id(), name="欠け", sha256="0" * 64)
    drawing = ScreenLayers()
    found = drawing.draw([lost, river], session.photos, VIEW)
    assert [layer.id for layer in found.drawn] == [river.id]
    assert found.failed[lost.id].code == "photo.missing"

    def fail(*_arguments: object) -> None:
        raise ValueError("a shape nobody foresaw")

    monkeypatch.setattr(UserLayer, "ops", fail)
    error = drawing.draw([river], session.photos, VIEW).failed[river.id]
    assert isinstance(error, OfdeskError)
    assert error.code == "layer.not_drawable"


def test_drawing_can_be_called_off(session: Session, tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        ScreenLayers().draw([take(session, river_file(tmp_path)).record], session.photos, VIEW, cancel=token)
