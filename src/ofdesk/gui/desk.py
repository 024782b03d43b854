"""The desk of one open project: navigation, list, form, page and map, and how they hang together.

All wiring between panels stands in `_wire`, so that who tells whom what can be read in one place.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ofdesk.base.progress import Cancel, Progress
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.booklet_place import BookletPlace
from ofdesk.gui.bridge.background import Background
from ofdesk.gui.bridge.file_watch import FileWatch
from ofdesk.gui.bridge.layers import LayerBook
from ofdesk.gui.bridge.photos import PhotoBook
from ofdesk.gui.bridge.places import Places
from ofdesk.gui.bridge.project import OpenProject
from ofdesk.gui.bulk.bulk_search import BulkSearch
from ofdesk.gui.desk_columns import DeskColumns, RecordColumns
from ofdesk.gui.fit_wiring import FitWiring
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.layer_import import LayerImport
from ofdesk.gui.layout_wiring import LayoutWiring
from ofdesk.gui.map_wiring import MapWiring
from ofdesk.gui.notice_bar import NoticeBar
from ofdesk.gui.panels.checks_panel import ChecksPanel
from ofdesk.gui.panels.form_panel import FormPanel
from ofdesk.gui.panels.map_panel import MapPanel
from ofdesk.gui.panels.navigation import BOOKLET, CHECKS, MAP, NavigationPanel
from ofdesk.gui.panels.preview_panel import PreviewPanel
from ofdesk.gui.panels.segments import Segments
from ofdesk.gui.panels.table_panel import TablePanel
from ofdesk.gui.preferences import Preferences, login_name
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.problems import Severity
from ofdesk.model.records import KINDS, Layer, Photo
from ofdesk.model.search import SearchIndex

PAGE = "page"
_MAP_DELAY_MS = 120
_ANY_WORD = "a"


class _IndexWork:
    """Folds the texts of all records for searching, before the first search asks for it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __call__(self, *, progress: Progress, cancel: Cancel) -> SearchIndex:
        index = SearchIndex()
        for kind in KINDS:
            cancel.check()
            index.matches(self._catalogue, kind, _ANY_WORD)
        return index


class ProjectDesk(QWidget):
    """Shows and edits one project.

    Signals:
        problems_counted(errors, warnings): the checks found so many.
        save_as_requested(): the user wants to save under another name.
    """

    problems_counted = Signal(int, int)
    save_as_requested = Signal()

    def __init__(
        self,
        appearance: Appearance,
        project: OpenProject,
        places: Places,
        background: Background,
        preferences: Preferences,
    ) -> None:
        super().__init__()
        self.appearance, self.project, self._preferences = appearance, project, preferences
        document = project.document
        self.watch = FileWatch(project.session, background, self)
        self.photos = PhotoBook(document, background, appearance.words, self)
        self._layer_book = LayerBook(document, background, appearance.words, self)
        self.layers = LayerImport(appearance, self._layer_book, preferences, self)
        context = FormContext(appearance, document, places, self._owner_name)
        self.notice = NoticeBar(appearance)
        self.navigation = NavigationPanel(appearance)
        self.table = TablePanel(appearance, document)
        self.form = FormPanel(context, self.photos, preferences.folder("photo"))
        self.preview = PreviewPanel(appearance, project.preview)
        self.map = MapPanel(appearance, document, places)
        self.overview = MapPanel(appearance, document, places, overview=True)
        self.bulk = BulkSearch(appearance, document, places, background, self)
        self.checks = ChecksPanel(appearance, document)
        self.booklet = BookletPlace(context, project)
        self._map_timer = QTimer(self, singleShot=True, interval=_MAP_DELAY_MS)
        self._map_record: RecordId | None = None
        self._lay_out()
        self._wire()
        self.maps = MapWiring(self, background)
        FitWiring(self)
        self.layouts = LayoutWiring(self)
        self._refresh_counts()
        self._show_problems()
        self.show_place("event")
        background.start_quietly(_IndexWork(document.catalogue)).succeeded.connect(self.table.take_index)

    def _owner_name(self) -> str:
        choice = self.project.document.catalogue.project.owner
        bureau = self.appearance.words.choice("bureau", choice) if choice else ""
        return self._preferences.user_name or " ".join(filter(None, (bureau, login_name())))

    # ── layout ──────────────────────────────────────────────────────────────────────────────────

    def _lay_out(self) -> None:
        text = self.appearance.text
        self.records = RecordColumns(self.table, self.form)
        self.middle = QStackedWidget()
        for widget in (self.records, self.checks, self.overview, self.booklet):
            self.middle.addWidget(widget)
        self.side = Segments()
        self.side.add(PAGE, text("side.page"), self.preview)
        self.side.add(MAP, text("side.map"), self.map)
        self.columns = DeskColumns(self.navigation, self.middle, self.side, self.records)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.columns, 1)

    def set_list_on_top(self, *, on_top: bool) -> None:
        """Set the list over the form, or beside it."""
        self.columns.set_list_on_top(on_top=on_top)

    # ── wiring ──────────────────────────────────────────────────────────────────────────────────

    def _wire(self) -> None:
        document, checks = self.project.document, self.project.checks
        # Navigation leads to the places of the middle.
        self.navigation.place_chosen.connect(self._go_to)
        # The list chooses the record that form, page and map show, and asks the document for its wishes.
        self.table.record_chosen.connect(self._show_record)
        self.table.edit_requested.connect(self.edit_record)
        self.table.add_requested.connect(self.add_record)
        self.table.duplicate_requested.connect(self._duplicate)
        self.table.remove_requested.connect(document.remove_records)
        self.table.move_requested.connect(document.move_record)
        # The form marks its field on the page and leads to the map.
        self.form.field_entered.connect(self.preview.mark_field)
        self.form.geocode_requested.connect(self._geocode)
        self.form.map_requested.connect(self._show_on_map)
        self.form.photo_folder_used.connect(self._note_photo_folder)
        # Page and checks lead back to records and fields; maps do more, see there.
        self.preview.field_clicked.connect(self.open_field)
        self.bulk.adopted.connect(self.notice.tell)
        self.bulk.record_opened.connect(self.open_record)
        self.booklet.flat_plan.record_opened.connect(self.open_record)
        self.side.segment_chosen.connect(self._refresh_side)
        self.checks.problem_opened.connect(self.open_field)
        self.checks.record_shown.connect(self._show_beside)
        # The document tells what changed.
        document.structure_changed.connect(self._refresh_counts)
        checks.problems_changed.connect(self._show_problems)
        self.photos.import_failed.connect(self._tell_refused)
        # Layers come from files: chosen, or dropped onto their list.
        self.table.files_dropped.connect(self.layers.take_files)
        self._layer_book.layers_added.connect(self.open_record)
        self._layer_book.import_reported.connect(self.notice.tell)
        self.watch.file_changed.connect(self._tell_file_changed)
        self._map_timer.timeout.connect(self._show_record_on_map)

    # ── places ──────────────────────────────────────────────────────────────────────────────────

    @property
    def record_id(self) -> RecordId | None:
        """The record at work."""
        return self.form.record_id

    def show_place(self, place: str) -> None:
        """Go to a place of the navigation."""
        self.navigation.choose(place)

    def _go_to(self, place: str) -> None:
        if place in KINDS:
            self.middle.setCurrentWidget(self.records)
            self.table.show_kind(place)
            if self.table.current_id is None:
                self.table.choose_first()
            else:
                self._show_record(self.table.current_id)
        elif place == CHECKS:
            self.middle.setCurrentWidget(self.checks)
        elif place == BOOKLET:
            self.middle.setCurrentWidget(self.booklet)
            self.side.choose(PAGE)
        elif place == MAP:
            self.middle.setCurrentWidget(self.overview)
            self.overview.show_record(self.record_id)
            self.side.choose(PAGE)

    def _show_record(self, record_id: str) -> None:
        chosen = RecordId(record_id) if record_id else None
        self.form.show_record(chosen)
        self._show_beside(record_id)

    def _show_beside(self, record_id: str) -> None:
        """Show a record on the page, and on the map once the choice rests."""
        chosen = RecordId(record_id) if record_id else None
        self.preview.show_record(chosen)
        self._map_record = chosen
        self._map_timer.start()

    def _show_record_on_map(self) -> None:
        if self.side.key == MAP:
            self.map.show_record(self._map_record)

    def _refresh_side(self, key: str) -> None:
        if key == MAP:
            self._show_record_on_map()

    # ── records ─────────────────────────────────────────────────────────────────────────────────

    def open_record(self, record_id: str) -> bool:
        """Choose a record in its list; tells whether it exists."""
        record = self.project.document.catalogue.get(RecordId(record_id)) if record_id else None
        if record is None:
            return False
        self.navigation.choose(record.kind)
        self.middle.setCurrentWidget(self.records)
        return self.table.choose(record.id)

    def open_field(self, record_id: str, field: str) -> None:
        """Lead to a field of a record, or of the booklet's settings when no record is named."""
        if self.open_record(record_id):
            self.form.focus_field(field)
        elif not record_id:
            self.show_place(BOOKLET)
            self.booklet.open_setting(field)

    def add_record(self, kind: str = "") -> None:
        """Add a record of a kind (or of the one shown) and begin to fill it in."""
        wanted = kind or self.table.kind
        if wanted == Photo.kind:
            self.notice.tell(self.appearance.text("table.no_photos_hint"))
            return
        if wanted == Layer.kind:
            self.layers.choose()
            return
        record_id = self.project.document.add_record(wanted)
        self.open_field(record_id, "")

    def _duplicate(self, record_id: str) -> None:
        copy = self.project.document.duplicate_record(RecordId(record_id))
        if copy is not None:
            self.open_field(copy, "")

    def add_record_here(self) -> None:
        """Add a record of the kind shown."""
        self.add_record()

    def edit_record(self) -> None:
        """Put the focus into the form."""
        self.form.focus_field("")

    def duplicate_record(self) -> None:
        """Copy the record at work."""
        if self.record_id is not None and self.table.kind != Photo.kind:
            self._duplicate(self.record_id)

    def remove_record(self) -> None:
        """Remove the record at work; undo brings it back."""
        if self.record_id is not None:
            self.project.document.remove_records((self.record_id,))

    def find_records(self) -> None:
        """Put the focus into the search field."""
        if self.middle.currentWidget() is not self.records:
            self.show_place(self.table.kind)
        self.table.focus_search()

    def leave_form(self) -> None:
        """Put the focus back into the list."""
        if self.middle.currentWidget() is self.records:
            self.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_pane(self) -> None:
        """Put the focus into the next column."""
        focus = self.focusWidget()
        panes = [pane for pane in self._panes() if not pane.isHidden()]
        here = next((i for i, pane in enumerate(panes) if focus is pane or pane.isAncestorOf(focus)), -1)
        following = panes[(here + 1) % len(panes)]
        following.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _panes(self) -> list[QWidget]:
        """Return the columns' widgets that take the focus, in the order of F6."""
        middle = self.middle.currentWidget()
        panes: list[QWidget] = [self.navigation]
        if middle is self.records:
            panes += [self.table.view, *([self.form.form.body] if self.form.form else [])]
        elif middle is self.checks:
            panes.append(self.checks.list)
        elif middle is self.overview:
            panes.append(self.overview.canvas)
        else:
            panes.append(self.booklet.pane)
        panes.append(self.preview.view if self.side.key == PAGE else self.map.canvas)
        return panes

    # ── map and photos ──────────────────────────────────────────────────────────────────────────

    def _geocode(self, record_id: str) -> None:
        self.side.choose(MAP)
        self._map_timer.stop()
        self.map.geocode(RecordId(record_id))

    def lock_place(self, record_id: str, locked: bool) -> None:
        """Lock a record's place in the user's name, or unlock it."""
        self.project.document.lock_place(RecordId(record_id), self._owner_name(), locked=locked)

    def geocode_all(self) -> None:
        """Look for the places of all records that have none."""
        self.bulk.open()

    def _show_on_map(self, record_id: str) -> None:
        self.side.choose(MAP)
        self.map.show_record(RecordId(record_id))

    def show_page(self) -> None:
        """Bring the page to the front."""
        self.side.choose(PAGE)

    def show_map(self) -> None:
        """Bring the map to the front."""
        self.side.choose(MAP)

    def _note_photo_folder(self, folder: str) -> None:
        self._preferences.note_folder("photo", Path(folder))

    # ── the file ────────────────────────────────────────────────────────────────────────────────

    def tell_losses(self) -> None:
        """Tell of photos and edits that did not come along when the project was opened."""
        session, text = self.project.session, self.appearance.text
        if session.missing_photos:
            sentence = text("notice.missing_photos", count=len(session.missing_photos))
            self.notice.tell(sentence, "warning")
        if session.unrecovered_steps:
            self.notice.tell(text("notice.unrecovered", count=session.unrecovered_steps), "warning")

    def look_after_file(self) -> None:
        """See whether somebody else changed the file meanwhile."""
        self.watch.look()

    def _tell_file_changed(self) -> None:
        text = self.appearance.text
        self.notice.tell(
            text("notice.file_changed"), "warning", (text("question.save_as"), self.save_as_requested.emit)
        )

    def _tell_refused(self, sentence: str) -> None:
        self.notice.tell(sentence, "warning")

    # ── facts ───────────────────────────────────────────────────────────────────────────────────

    def _refresh_counts(self) -> None:
        catalogue = self.project.document.catalogue
        for kind in KINDS:
            self.navigation.show_count(kind, len(catalogue.table(kind)))

    def _show_problems(self) -> None:
        problems = self.project.checks.problems
        errors = sum(problem.severity == Severity.ERROR for problem in problems)
        warnings = sum(problem.severity == Severity.WARNING for problem in problems)
        self.checks.show_problems(problems)
        self.navigation.show_count(CHECKS, errors + warnings, alert=errors > 0)
        self.problems_counted.emit(errors, warnings)
