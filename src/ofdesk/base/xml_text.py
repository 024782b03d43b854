"""Text as XML may hold it, for the formats that are written as XML.

Source: XML 1.0 (fifth edition), 2.2: most control characters and lone surrogates can stand in no document,
not even as references.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTE = {'"': "&quot;", "\t": " ", "\n": " ", "\r": " "}


def allowed_in_xml(text: str) -> str:
    """Return a text without the characters that no XML document can hold."""
    return _NOT_IN_XML.sub("", text)


def xml_content(text: str) -> str:
    """Return a text escaped to stand between tags."""
    return escape(allowed_in_xml(text))


def xml_attribute(text: str) -> str:
    """Return a text as a quoted attribute; line breaks, which readers turn into blanks, become such."""
    return f'"{escape(allowed_in_xml(text), _QUOTE)}"'
