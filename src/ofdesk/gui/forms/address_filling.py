"""Postal code and address of one form, filling each other.

Owns the rule that only an empty address, or one that was itself filled in, is written without being asked;
what the user typed is left alone and the difference is told quietly. Each filling is a step of undo of its
own, so that one undo takes it back and leaves the code. Nothing happens while a conversion is open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ofdesk.geocoding.confidence import Confidence, confidence_of
from ofdesk.geocoding.match import Level, Note
from ofdesk.gui.forms.address_editor import AddressEditor
from ofdesk.gui.forms.postal_code import PostalCodeEditor, postal_digits
from ofdesk.model.ids import RecordId

if TYPE_CHECKING:
    from ofdesk.gui.forms.record_form import RecordForm

_ADDRESS, _POSTAL_CODE = "address", "postal_code"


class AddressFilling(QObject):
    """Watches one form."""

    def __init__(self, form: RecordForm, address: AddressEditor, postal: PostalCodeEditor | None) -> None:
        """Take the form and its editors; a kind without postal codes has only completions."""
        super().__init__(form)
        self._form, self._address, self._postal = form, address, postal
        self._places, self._text = form.context.places, form.appearance.text
        self._filled: dict[RecordId, str] = {}
        self._seen_digits = ""
        self._taken: Callable[[], None] | None = None
        address.completion_chosen.connect(self._take_completion)
        address.offer.offer_accepted.connect(self._take_offer)
        form.record_shown.connect(self._begin)
        form.field_edited.connect(self._follow)
        form.field_entered.connect(self._enter)
        form.field_left.connect(self._leave)
        if postal is not None:
            postal.address_chosen.connect(self._fill)
            postal.look_up_requested.connect(self._look_up)

    # ── what the form shows ─────────────────────────────────────────────────────────────────────

    def _value(self, name: str) -> str:
        record = self._form.context.bridge.catalogue.get(self._form.record_id)
        return str(getattr(record, name, "")) if record is not None else ""

    def _begin(self, _record_id: str) -> None:
        self._address.offer.withdraw()
        self._address.completions.hide()
        self._seen_digits = self._postal.digits if self._postal is not None else ""

    def _enter(self, name: str) -> None:
        """Note an address that is no more than its postal code says: another code may replace it."""
        record_id, address = self._form.record_id, self._value(_ADDRESS).strip()
        if name == _POSTAL_CODE and record_id is not None and address:
            digits = postal_digits(self._value(_POSTAL_CODE))
            if digits and address in self._places.addresses_of_postal_code(digits):
                self._filled[record_id] = address

    def _follow(self, name: str) -> None:
        if name == _ADDRESS:
            self._address.offer.withdraw()
        elif name == _POSTAL_CODE and self._postal is not None:
            digits = self._postal.digits
            if digits != self._seen_digits:
                self._seen_digits = digits
                self._address.offer.withdraw()
                self._postal.candidates.hide()
                if digits:
                    self._take_code(self._postal, digits)

    # ── postal code → address ───────────────────────────────────────────────────────────────────

    def _take_code(self, postal: PostalCodeEditor, digits: str) -> None:
        addresses = self._places.addresses_of_postal_code(digits)
        if not addresses or self._address.line.composing:
            return
        address = self._value(_ADDRESS).strip()
        if not address or address == self._filled.get(self._form.record_id or RecordId("")):
            if len(addresses) == 1:
                self._fill(addresses[0])
            else:
                postal.offer(addresses)
        elif not self._agrees(digits, address):
            self._offer_address(addresses)

    def _agrees(self, digits: str, address: str) -> bool:
        match = self._places.match(f"{digits} {address}")
        if match is None:
            return True  # nothing is known yet
        return match.level.depth >= Level.TOWN.depth and Note.POSTAL_CODE_DIFFERS not in match.notes

    def _offer_address(self, addresses: Sequence[str]) -> None:
        sentence = self._text("postal.differs")
        if len(addresses) == 1:
            self._taken = partial(self._fill, addresses[0])
            self._address.offer.offer(sentence, self._text("postal.use_address", address=addresses[0]))
        else:
            self._taken = self._look_up
            self._address.offer.offer(sentence, self._text("postal.choose_address", count=len(addresses)))

    def _look_up(self) -> None:
        postal = self._postal
        if postal is None:
            return
        digits = postal.digits
        addresses = self._places.addresses_of_postal_code(digits) if digits else ()
        if len(addresses) == 1:
            self._fill(addresses[0])
        elif addresses:
            postal.offer(addresses)
        else:
            self._form.rows[_POSTAL_CODE].refuse(self._text("postal.nothing"))

    def _fill(self, address: str) -> None:
        record_id = self._form.record_id
        if record_id is not None:
            self._address.offer.withdraw()
            self._filled[record_id] = address
            self._form.context.bridge.set_fields(record_id, {_ADDRESS: address})
            self._address.put_cursor_at_end()

    # ── address → postal code ───────────────────────────────────────────────────────────────────

    def _leave(self, name: str) -> None:
        if name == _ADDRESS and self._postal is not None:
            self._offer_postal_code()

    def _offer_postal_code(self) -> None:
        address = self._value(_ADDRESS).strip()
        if not address or self._value(_POSTAL_CODE).strip():
            return
        match = self._places.match(address)
        if match is None or not match.postal_code or confidence_of(match) is not Confidence.SURE:
            return
        code = f"{match.postal_code[:3]}-{match.postal_code[3:]}"
        self._taken = partial(self._fill_code, code)
        self._address.offer.offer("", self._text("postal.use_code", postal_code=code))

    def _fill_code(self, code: str) -> None:
        if self._form.record_id is not None:
            self._address.offer.withdraw()
            self._form.context.bridge.set_fields(self._form.record_id, {_POSTAL_CODE: code})

    # ── what the user takes ─────────────────────────────────────────────────────────────────────

    def _take_completion(self, address: str) -> None:
        if self._form.record_id is not None:
            self._form.context.bridge.set_fields(self._form.record_id, {_ADDRESS: address})
            self._address.put_cursor_at_end()

    def _take_offer(self) -> None:
        taken, self._taken = self._taken, None
        self._address.offer.withdraw()
        if taken is not None:
            taken()
