"""From a plan to pages: gathers what a page shows, lays it out, keeps what was laid out.

A page is laid out again only when what it shows has changed: its *content* (a frozen value holding
everything that reaches the page) is the key of the cache.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.booklet.fit_steps import gives_way, set_to_fit
from ofdesk.booklet.outline import booklet_title
from ofdesk.booklet.plan import PageSlot, Plan
from ofdesk.booklet.selection import Selector
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import RecordFilter

CACHED_PAGES = 400


@dataclass(frozen=True)
class Source:
    """What patterns gather their content from."""

    catalogue: Catalogue
    plan: Plan

    @property
    def running_head(self) -> str:
        """The title that stands beside the page number."""
        return booklet_title(self.catalogue.booklet)

    def heading(self, slot: PageSlot) -> str:
        """Return the heading that staff gave the section of a page, or "" for the usual one."""
        sections = self.catalogue.booklet.sections
        return sections[slot.section].heading if slot.section < len(sections) else ""

    def selection(self, slot: PageSlot) -> RecordFilter | None:
        """Return the filter of the section of a page, None when it shows all records that it can."""
        sections = self.catalogue.booklet.sections
        return sections[slot.section].selection if slot.section < len(sections) else None

    @property
    def selector(self) -> Selector:
        """Tells which records a filter leaves."""
        return Selector(self.catalogue, self.plan.order, self.plan.words)


class Pattern(Protocol):
    """A page pattern: a module with these two functions."""

    def gather(self, slot: PageSlot, source: Source) -> Hashable:
        """Return a frozen value with everything the page shows."""

    def lay_out(self, content: Any, toolkit: Toolkit) -> Page:
        """Return the page; depends on nothing but its arguments."""


class LayoutEngine:
    """Lays out pages of a plan, with a bounded cache of finished pages. Not shared between threads."""

    def __init__(self, patterns: Mapping[str, Pattern], toolkit: Toolkit) -> None:
        self._patterns = patterns
        self._toolkit = toolkit
        self._cache: OrderedDict[tuple[str, Hashable], Page] = OrderedDict()

    def content(self, slot: PageSlot, source: Source) -> tuple[str, Hashable]:
        """Return what the page of a slot shows: equal contents make equal pages."""
        return (slot.pattern, self._patterns[slot.pattern].gather(slot, source))

    def page(self, slot: PageSlot, source: Source) -> Page:
        """Return the page of a slot."""
        name, content = key = self.content(slot, source)
        return self._kept(key) or self._keep(key, self.laid_out(name, content))

    def page_at(self, slot: PageSlot, source: Source, step: int) -> Page:
        """Return the page of a slot in one step of the theme's ladder, whether it needs the step or not."""
        name, content = self.content(slot, source)
        key = (name, (content, step))
        return self._kept(key) or self._keep(key, self._at_step(name, content, step))

    def trial_at(self, slot: PageSlot, source: Source, step: int) -> Page:
        """Return a page with texts that nobody wrote in one step of the ladder; it is not kept."""
        return self._at_step(*self.content(slot, source), step)

    def _at_step(self, name: str, content: Hashable, step: int) -> Page:
        return self._patterns[name].lay_out(content, self._toolkit.at_step(step))

    def last_step(self, pattern: str) -> int:
        """Return the number of the last step that the texts of a pattern take, 0 when they take none."""
        return self._toolkit.theme.ladder.last if gives_way(pattern) else 0

    def _kept(self, key: tuple[str, Hashable]) -> Page | None:
        found = self._cache.get(key)
        if found is not None:
            self._cache.move_to_end(key)
        return found

    def _keep(self, key: tuple[str, Hashable], page: Page) -> Page:
        self._cache[key] = page
        if len(self._cache) > CACHED_PAGES:
            self._cache.popitem(last=False)
        return page

    def laid_out(self, name: str, content: Hashable) -> Page:
        """Return the page of a pattern that shows a content, which is not kept."""
        lay_out, toolkit = self._patterns[name].lay_out, self._toolkit
        return set_to_fit(lay_out, content, toolkit) if gives_way(name) else lay_out(content, toolkit)

    def pages(
        self,
        source: Source,
        numbers: range | None = None,
        *,
        progress: Progress = no_progress,
        cancel: Cancel = NEVER_CANCELLED,
    ) -> Iterator[Page]:
        """Yield the pages of a plan in order, or those whose numbers are asked for."""
        slots = [s for s in source.plan.slots if numbers is None or s.number in numbers]
        for done, slot in enumerate(slots):
            cancel.check()
            yield self.page(slot, source)
            progress(done + 1, len(slots), "layout")
