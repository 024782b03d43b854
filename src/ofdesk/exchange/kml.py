"""Pins as KML, for 地理院地図 and Google Earth.

Icons are those of the program that opens the file, in a colour for each kind: nothing is fetched.
Source: OGC KML 2.2 (07-147r2).
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from xml.etree import ElementTree

from ofdesk.exchange.pins import COLUMNS, DECIMALS, Pin, PinWords, one_line, worded

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_COLOURS = {"event": "ff2f6fed", "factory": "ff8a5a1f"}  # alpha, blue, green, red
_SCALES = {"event": "1.1", "factory": "0.8"}
_TOLD = ("number", "reading", "name_en", "address", "level", "events", "page", "url")


def kml_of(pins: Sequence[Pin], words: PinWords) -> bytes:
    """Return a document in UTF-8 with a folder for each kind of record."""
    root = ElementTree.Element("kml", xmlns=_NAMESPACE)
    document = _below(root, "Document")
    _below(document, "name", one_line(words.title))
    kinds = [kind for kind in _COLOURS if any(pin.kind == kind for pin in pins)]
    for kind in kinds:
        style = _below(document, "Style", id=kind)
        icon = _below(style, "IconStyle")
        _below(icon, "color", _COLOURS[kind])
        _below(icon, "scale", _SCALES[kind])
    for kind in kinds:
        folder = _below(document, "Folder")
        _below(folder, "name", words.kinds[kind])
        for pin in pins:
            if pin.kind == kind:
                _placemark(folder, pin, words)
    ElementTree.indent(root, " ")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _placemark(folder: ElementTree.Element, pin: Pin, words: PinWords) -> None:
    facts = worded(pin, words)
    mark = _below(folder, "Placemark")
    _below(mark, "name", f"{pin.number} {facts['name']}" if pin.number else facts["name"])
    # Programs read a description as HTML: what people typed is escaped for that first.
    told = (f"{words.columns[name]}: {facts[name]}" for name in _TOLD if facts[name])
    _below(mark, "description", "<br>".join(html.escape(line) for line in told))
    _below(mark, "styleUrl", f"#{pin.kind}")
    data = _below(mark, "ExtendedData")
    for name in filter(facts.__getitem__, COLUMNS):
        entry = _below(data, "Data", name=name)
        _below(entry, "displayName", words.columns[name])
        _below(entry, "value", facts[name])
    place = f"{pin.point.lon_deg:.{DECIMALS}f},{pin.point.lat_deg:.{DECIMALS}f}"
    _below(_below(mark, "Point"), "coordinates", place)


def _below(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element
