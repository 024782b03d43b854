"""The closed sets of codes that choice fields offer; their words are in `resources/translations`."""

from __future__ import annotations

from ofdesk.base.japan import PREFECTURE_NAMES, REGIONS
from ofdesk.model.fields import ChoiceType

PREFECTURE = ChoiceType("prefecture", PREFECTURE_NAMES)
BUREAU = ChoiceType(
    "bureau",
    (*REGIONS, "headquarters"),
)
REGION = ChoiceType("region", REGIONS)
WORKFLOW = ChoiceType(
    "workflow", ("not_asked", "asked", "answered", "first_proof", "second_proof", "approved")
)
FREQUENCY = ChoiceType(
    "frequency", ("permanent", "several_a_year", "yearly", "every_two_years", "irregular", "once")
)
DURATION_FACET = ChoiceType("duration_facet", ("limited", "permanent"))
VISIT_FACET = ChoiceType("visit_facet", ("free", "tour"))
CONTENT_FACET = ChoiceType("content_facet", ("see", "try", "buy", "talk", "eat", "exhibit"))
ORGANISER_ROLE = ChoiceType("organiser_role", ("host", "co_host", "support", "cooperation", "sponsor"))
UNIT = ChoiceType("unit", ("companies", "sites", "people", "total_people", "events", "municipalities"))
BOOKING = ChoiceType("booking", ("none", "same_day", "recommended", "required"))
GEO_LEVEL = ChoiceType(
    "geo_level", ("prefecture", "municipality", "town", "chome", "block", "parcel", "point")
)
GEO_ORIGIN = ChoiceType("geo_origin", ("geocoder", "by_hand", "imported", "online_gsi", "online_nominatim"))
CONSENT = ChoiceType("consent", ("unknown", "asked", "given", "refused"))
LINK_KIND = ChoiceType("link_kind", ("within_region", "between_regions", "outside_resource"))
ANSWERS = ChoiceType("answers", ("single", "multiple"))
LAYER_ROLE = ChoiceType(
    "layer_role", ("railway", "road", "river", "boundary", "line", "area", "point", "relief", "picture")
)
NUMBER_ORDER = ChoiceType("number_order", ("by_reading", "by_area", "by_route"))
REGION_DEFINITION = ChoiceType("region_definition", ("bureau", "kinki_2fu4ken"))
THEMES = ("standard", "lively")
BOOKLET_THEME = ChoiceType("booklet_theme", THEMES)
"""What a form offers for the theme. The field itself takes any text: a file that names the theme of a newer
copy is read all the same, keeps it and comes in the standard one."""
FORUM_KIND = ChoiceType("forum_kind", ("forum", "human_visit", "tour"))
PAGE_START = ChoiceType("page_start", ("page", "right_hand", "left_hand"))
"""Where a section or record begins: on a new page, or on the next right-hand or left-hand one."""
EVENT_PAGES = ChoiceType("event_pages", ("one_page", "spread"))
