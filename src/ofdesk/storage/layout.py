"""The names of the members of a project file: what may stand in it, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ofdesk.model.ids import RecordId

FORMAT_VERSION = 3
HEADER_MEMBER = "ofdesk.yaml"
BOOKLET_MEMBER = "booklet.yaml"
RESERVED_PREFIX = "history/"

FOLDER_OF_KIND = {
    "event": "events",
    "edition": "editions",
    "factory": "factories",
    "participation": "participations",
    "forum": "forums",
    "survey": "surveys",
    "report": "reports",
    "link": "links",
    "photo": "photos",
    "layer": "layers",
}
KIND_OF_FOLDER = {folder: kind for kind, folder in FOLDER_OF_KIND.items()}
GEOJSON = "application/geo+json"
EXTENSION_OF_MEDIA = {"image/jpeg": "jpg", "image/png": "png"}
EXTENSION_OF_LAYER_MEDIA = {GEOJSON: "geojson", **EXTENSION_OF_MEDIA}

_RECORD = re.compile(r"([a-z]{1,20})/([0-9a-f]{2})/([0-9a-f]{32})\.yaml")
_PHOTO = re.compile(r"photos/([0-9a-f]{64})\.(?:jpg|png)")
_LAYER_DATA = re.compile(r"layers/([0-9a-f]{64})\.(?:geojson|jpg|png)")
_RESERVED = re.compile(r"history/[0-9A-Za-z_-][0-9A-Za-z._-]{0,99}")


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """What the name of a record's member says."""

    kind: str
    record_id: RecordId


def record_member(kind: str, record_id: RecordId) -> str:
    """Return the name of a record's member."""
    return f"{FOLDER_OF_KIND[kind]}/{record_id[:2]}/{record_id}.yaml"


def record_place(member: str) -> RecordPlace | None:
    """Return kind and identity when a name is that of a record, else None."""
    found = _RECORD.fullmatch(member)
    if found is None:
        return None
    folder, shard, record_id = found.groups()
    kind = KIND_OF_FOLDER.get(folder)
    if kind is None or not record_id.startswith(shard):
        return None
    return RecordPlace(kind, RecordId(record_id))


def photo_member(sha256: str, media: str) -> str:
    """Return the name of a photo's member.

    Raises:
        KeyError: photos of this media type are not stored.
    """
    return f"photos/{sha256}.{EXTENSION_OF_MEDIA[media]}"


def layer_member(sha256: str, media: str) -> str:
    """Return the name of the member that holds the data of a layer.

    Raises:
        KeyError: layers of this media type are not stored.
    """
    return f"layers/{sha256}.{EXTENSION_OF_LAYER_MEDIA[media]}"


def data_digest(member: str) -> str:
    """Return the digest when a name is that of a photo or of a layer's data, else ""."""
    found = _PHOTO.fullmatch(member) or _LAYER_DATA.fullmatch(member)
    return found.group(1) if found else ""


def is_reserved(member: str) -> bool:
    """Tell whether a name belongs to the reserved part of the format; such members are carried along."""
    return _RESERVED.fullmatch(member) is not None


def is_known(member: str) -> bool:
    """Tell whether a member may stand in a file of this format version."""
    return (
        member in (HEADER_MEMBER, BOOKLET_MEMBER)
        or record_place(member) is not None
        or data_digest(member) != ""
        or is_reserved(member)
    )
