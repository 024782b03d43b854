"""The place of the booklet at the desk: its settings, its sections, its flat plan, and the project."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ofdesk.gui.bridge.plan_book import PlanBook
from ofdesk.gui.bridge.project import OpenProject
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.settings_form import SettingsForm
from ofdesk.gui.panels.flat_plan import FlatPlanPanel
from ofdesk.gui.panels.sections_panel import SectionsPanel
from ofdesk.gui.panels.segments import Segments
from ofdesk.model.settings import BookletSettings, Project

SETTINGS = "settings"
SECTIONS = "sections"
FLAT_PLAN = "flat_plan"
PROJECT = "project"


class BookletPlace(Segments):
    """What belongs to the booklet as a whole."""

    def __init__(self, context: FormContext, project: OpenProject) -> None:
        super().__init__()
        appearance, document = context.appearance, project.document
        self.booklet_form = SettingsForm(context, BookletSettings)
        self.project_form = SettingsForm(context, Project)
        self.book = PlanBook(document, self)
        self.sections = SectionsPanel(appearance, document, self.book)
        self.flat_plan = FlatPlanPanel(appearance, document, self.book, project.preview)
        self.add(SETTINGS, appearance.text("booklet.settings"), self.booklet_form)
        self.add(SECTIONS, appearance.text("booklet.sections"), self.sections)
        self.add(FLAT_PLAN, appearance.text("booklet.flat_plan"), self.flat_plan)
        self.add(PROJECT, appearance.text("booklet.project"), self.project_form)
        self.flat_plan.section_opened.connect(self.open_section)

    @property
    def pane(self) -> QWidget:
        """What takes the focus when the user comes here by F6."""
        return self.flat_plan.view if self.key == FLAT_PLAN else self.booklet_form.body

    def open_section(self, place: int) -> None:
        """Lead to a section of the plan."""
        self.choose(SECTIONS)
        if place < len(self.sections.rows):
            self.sections.rows[place].box.setFocus()
            self.sections.ensureWidgetVisible(self.sections.rows[place])

    def open_setting(self, field: str) -> None:
        """Lead to a field of the booklet's settings or of the project."""
        if field == "sections":
            self.choose(SECTIONS)
        elif field in self.booklet_form.rows:
            self.choose(SETTINGS)
            self.booklet_form.focus_field(field)
        elif field in self.project_form.rows:
            self.choose(PROJECT)
            self.project_form.focus_field(field)
