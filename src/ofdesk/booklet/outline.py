"""Bookmarks and document information of the booklet."""

from __future__ import annotations

from ofdesk.base.ruby import plain
from ofdesk.booklet.plan import ContentsEntry, Plan
from ofdesk.booklet.wording import Wording
from ofdesk.drawing.display_list import Bookmark, DocumentInfo
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.settings import BookletSettings


def page_anchor(number: int) -> str:
    """Return the name of the anchor that every page sets for itself."""
    return f"page.{number}"


def entry_title(entry: ContentsEntry, wording: Wording) -> str:
    """Return the words of a contents entry: its own heading, or the usual one of its section."""
    if entry.title:
        return entry.title
    if entry.key == "region":
        return wording(f"region.{entry.region or 'other'}")
    if entry.key == "event":
        return wording("untitled")
    return wording(f"heading.{entry.key}")


def bookmarks(plan: Plan, wording: Wording, numbers: range | None = None) -> tuple[Bookmark, ...]:
    """Return the outline: the contents entries that lie in the range of page numbers."""
    found = [entry for entry in plan.entries if numbers is None or entry.number in numbers]
    # An outline may not begin below the top level, as it would when a range starts inside a region.
    lowest = found[0].level if found else 0
    return tuple(
        Bookmark(plain(entry_title(entry, wording)), page_anchor(entry.number), max(0, entry.level - lowest))
        for entry in found
    )


def booklet_title(settings: BookletSettings) -> str:
    """Return the title in the booklet's language, where it has one."""
    return (settings.title_en if settings.language == "en" else "") or settings.title


def document_info(catalogue: Catalogue) -> DocumentInfo:
    """Return title, author, language and date of the booklet; the date is the one of publication."""
    settings = catalogue.booklet
    title = " ".join(part for part in (booklet_title(settings), settings.year_label) if part)
    published = settings.published
    day = f"{published.year:04d}-{published.month or 1:02d}-{published.day or 1:02d}" if published else ""
    return DocumentInfo(
        title=plain(title) or catalogue.project.title or "ofdesk",
        author=plain(settings.publisher),
        subject=plain(settings.subtitle),
        language="en" if settings.language == "en" else "ja-JP",
        created=f"{day}T00:00:00+09:00" if day else "",
    )
