"""Checks a postal code against the address it stands before."""

from __future__ import annotations

from ofdesk.model.checks.findings import Findings
from ofdesk.model.checks.knowledge import AddressPlace, PlaceKnowledge, PostalPlace
from ofdesk.model.records import Factory

# The same findings in the words that offer the right code.
_OFFERING = {
    "check.postal_code_unknown": "check.postal_code_unknown_meant",
    "check.postal_code_elsewhere": "check.postal_code_elsewhere_meant",
    "check.postal_code_other_town": "check.postal_code_other_town_meant",
}


def check_postal_code(factory: Factory, findings: Findings, places: PlaceKnowledge) -> None:
    """Check that the code exists and is that of the address; large addressees' own codes are let pass.

    A code of another shape is told by its declaration, an address that is not understood by its own check.
    """
    code = factory.postal_code.removeprefix("〒")
    if not _has_shape(code):
        return
    meant = places.place_of_address(factory.address) if factory.address else None
    bearers = places.places_of_postal_code(code)
    if not bearers:
        _report("check.postal_code_unknown", meant, findings, postal_code=code)
        return
    if meant is None:
        return
    here = [bearer for bearer in bearers if bearer.codes & meant.codes]
    if not here:
        _report(
            "check.postal_code_elsewhere",
            meant,
            findings,
            error=True,
            postal_code=code,
            found=bearers[0].municipality,
            expected=meant.municipality,
        )
    elif not _is_of_town(code, here, meant):
        found = next((bearer.town for bearer in here if bearer.town), here[0].municipality)
        town = meant.town + (f"{meant.chome}丁目" if meant.chome else "")
        _report("check.postal_code_other_town", meant, findings, postal_code=code, found=found, expected=town)


def _has_shape(code: str) -> bool:
    return len(code) == 8 and code[3] == "-" and (code[:3] + code[4:]).isdecimal() and code.isascii()


def _is_of_town(code: str, here: list[PostalPlace], meant: AddressPlace) -> bool:
    if not meant.town or not meant.postal_codes or code in meant.postal_codes:
        return True
    return any(bearer.is_office or _is_same_town(bearer, meant) for bearer in here)


def _is_same_town(bearer: PostalPlace, meant: AddressPlace) -> bool:
    if not bearer.town:
        return False
    if bearer.town != meant.town:
        # 大字 with its 小字: one of both names may be the longer.
        return bearer.town.startswith(meant.town) or meant.town.startswith(bearer.town)
    return not (bearer.chomes and meant.chome) or meant.chome in bearer.chomes


def _report(
    problem: str, meant: AddressPlace | None, findings: Findings, *, error: bool = False, **details: str
) -> None:
    """Note a problem; where the address has exactly one code, in the words that offer it."""
    note = findings.error if error else findings.warning
    if meant is not None and len(meant.postal_codes) == 1:
        note(_OFFERING[problem], "postal_code", **details, suggestion=meant.postal_codes[0])
    else:
        note(problem, "postal_code", **details)
