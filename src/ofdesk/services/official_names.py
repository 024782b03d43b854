"""The gazetteer as the checks ask for it: which municipalities there are, and what a wrong name may mean."""

from __future__ import annotations

from ofdesk.geocoding.gazetteer import Gazetteer, Municipality
from ofdesk.geocoding.normalise import fold_name


class GazetteerNames:
    """Answers the questions of `model.validation.PlaceKnowledge` about names; threads may share it."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def prefectures_with(self, municipality: str) -> tuple[str, ...]:
        """Return the prefectures that have a municipality of exactly this name, written without its 郡."""
        found = (one.prefecture for one in self._gazetteer.official(municipality) if one.name == municipality)
        return tuple(dict.fromkeys(found))

    def similar(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        """Return official names a wrong one may mean, best first.

        Before names one typing error away come those that are the same but for the form of a character
        (龍ヶ崎市, 龍ケ崎市), a 郡 or prefecture written along, a city left out before a ward, or that are
        out of use.
        """
        meant = [*self._otherwise_written(municipality), *self._gazetteer.similar(municipality)]
        return tuple(
            dict.fromkeys(
                one.name for one in meant if prefecture in ("", one.prefecture) and one.name != municipality
            )
        )

    def successors(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        """Return what a municipality that is no more belongs to today; () for every other name."""
        name = self._gazetteer.names.get(fold_name(municipality))
        if name is None or self.prefectures_with(municipality):
            return ()
        found = map(self._gazetteer.municipality, name.heirs(prefecture))
        return tuple(dict.fromkeys(one.name for one in found))

    def codes_of(self, municipality: str, prefectures: tuple[str, ...]) -> frozenset[str]:
        """Return the codes of the municipalities of an official name, with those of their wards."""
        codes: set[str] = set()
        for one in self._gazetteer.official(municipality):
            if one.name == municipality and (not prefectures or one.prefecture in prefectures):
                codes |= codes_with_wards(self._gazetteer, one)
        return frozenset(codes)

    def _otherwise_written(self, municipality: str) -> list[Municipality]:
        gazetteer = self._gazetteer
        name = gazetteer.names.get(fold_name(municipality))
        numbers = (*name.municipalities, *name.heirs()) if name else ()
        return [*gazetteer.official(municipality), *map(gazetteer.municipality, numbers)]


def codes_with_wards(gazetteer: Gazetteer, municipality: Municipality) -> frozenset[str]:
    """Return the code of a municipality, and those of its wards."""
    wards = (gazetteer.municipality(number).code for number in municipality.wards)
    return frozenset({municipality.code, *wards})
