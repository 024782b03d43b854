"""What a document tells of itself in XMP, the form in which search engines and libraries read it.

Owns the packet only. It makes no claim to PDF/UA: whether an alternative text tells what a picture shows is
for people to judge.
Source: ISO 16684-1 (XMP), 7 and 8; ISO 32000-1, 14.3.2 (metadata streams).
"""

from __future__ import annotations

from ofdesk.base.xml_text import xml_content
from ofdesk.drawing.display_list import DocumentInfo

_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
)


def xmp_packet(info: DocumentInfo, producer: str) -> bytes:
    """Return the packet of a document, in UTF-8."""
    parts = [
        _alternatives("dc:title", info.title),
        _listed("dc:creator", "Seq", (info.author,)),
        _alternatives("dc:description", info.subject),
        _listed("dc:language", "Bag", (info.language,)),
        _listed("dc:subject", "Bag", info.keywords),
        _plain("xmp:CreateDate", info.created),
        _plain("xmp:ModifyDate", info.created),
        _plain("xmp:CreatorTool", producer),
        _plain("pdf:Producer", producer),
        _plain("dc:format", "application/pdf"),
    ]
    described = f'<rdf:Description rdf:about="" {_NAMESPACES}>\n{"".join(parts)}</rdf:Description>\n'
    body = f'<rdf:RDF xmlns:rdf="{_RDF}">\n{described}</rdf:RDF>'
    return f'{_HEAD}<x:xmpmeta xmlns:x="adobe:ns:meta/">{body}</x:xmpmeta>\n<?xpacket end="r"?>'.encode()


def _plain(name: str, text: str) -> str:
    return f"<{name}>{xml_content(text)}</{name}>\n" if text else ""


def _alternatives(name: str, text: str) -> str:
    if not text:
        return ""
    item = f'<rdf:li xml:lang="x-default">{xml_content(text)}</rdf:li>'
    return f"<{name}><rdf:Alt>{item}</rdf:Alt></{name}>\n"


def _listed(name: str, kind: str, texts: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{xml_content(text)}</rdf:li>" for text in texts if text)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>\n" if items else ""
