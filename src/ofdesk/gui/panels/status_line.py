"""The status bar: saved state, size for mail, problems, and the work going on beside."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStatusBar, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.background import Background, Job
from ofdesk.gui.labels import icon_button, plain_label, push_button, set_role

MAIL_LIMIT_MB = 7
_MB = 1_000_000
_BAR_PX = 140


class StatusLine(QStatusBar):
    """Tells quietly how things stand.

    Signals:
        problems_clicked(): the user wants to see the problems.
    """

    problems_clicked = Signal()

    def __init__(self, appearance: Appearance, background: Background) -> None:
        super().__init__()
        self._appearance, self._background = appearance, background
        self._job: Job | None = None
        text = appearance.text
        self.setSizeGripEnabled(False)
        self.saved = plain_label("")
        self.size_note = plain_label("", "muted")
        self.problems = push_button("", "quiet")
        self.problems.clicked.connect(self.problems_clicked)
        self.message = plain_label("")
        self.work_text = plain_label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_PX)
        self.bar.setAccessibleName(text("work.progress"))
        self.cancel_button = icon_button(appearance.icons, "clear", text("work.cancel"))
        self.cancel_button.clicked.connect(self._cancel)
        left = QWidget()
        layout = QHBoxLayout(left)
        layout.setContentsMargins(12, 0, 0, 0)
        layout.setSpacing(16)
        for shown in (self.saved, self.size_note, self.problems, self.message):
            layout.addWidget(shown)
        layout.addStretch(1)
        self.addWidget(left, 1)
        self._work = QWidget()
        work = QHBoxLayout(self._work)
        work.setContentsMargins(0, 0, 12, 0)
        work.setSpacing(8)
        for widget in (self.work_text, self.bar, self.cancel_button):
            work.addWidget(widget)
        self.addPermanentWidget(self._work)
        background.jobs_changed.connect(self._follow_jobs)
        self._follow_jobs()
        self.show_size(None)

    # ── the project ─────────────────────────────────────────────────────────────────────────────

    def show_saved(self, code: str, role: str = "") -> None:
        """Show whether all is saved, by the code of its sentence."""
        self.saved.setText(self._appearance.text(code))
        set_role(self.saved, role)

    def show_size(self, size_bytes: int | None) -> None:
        """Show how large the file is, with a view to mailing it; None when there is no file yet."""
        text = self._appearance.text
        if size_bytes is None:
            self.size_note.setText("")
            return
        megabytes = size_bytes / _MB
        over = megabytes > MAIL_LIMIT_MB
        code = "status.size_over" if over else "status.size"
        self.size_note.setText(text(code, size=f"{megabytes:.1f}", limit=MAIL_LIMIT_MB))
        set_role(self.size_note, "warning" if over else "muted")

    def show_problems(self, errors: int, warnings: int) -> None:
        """Show how many problems there are."""
        theme, icons, text = self._appearance.theme, self._appearance.icons, self._appearance.text
        if errors or warnings:
            self.problems.setText(text("status.problems", errors=errors, warnings=warnings))
            icon = icons("error", theme.error) if errors else icons("warning", theme.warning)
        else:
            self.problems.setText(text("status.no_problems"))
            icon = icons("accept", theme.good)
        self.problems.setIcon(icon)

    def set_project_shown(self, *, shown: bool) -> None:
        """Show the project's part, or hide it while no project is open."""
        for widget in (self.saved, self.size_note, self.problems):
            widget.setVisible(shown)

    def say(self, text: str, role: str = "muted") -> None:
        """Show a short message until the next one."""
        set_role(self.message, role)
        self.message.setText(text)

    # ── work ────────────────────────────────────────────────────────────────────────────────────

    def _follow_jobs(self) -> None:
        jobs = self._background.jobs
        job = jobs[-1] if jobs else None
        if job is not self._job:
            if self._job is not None:
                self._job.advanced.disconnect(self._tell_job)
            self._job = job
            if job is not None:
                job.advanced.connect(self._tell_job)
        self._work.setVisible(job is not None)
        if job is not None:
            self._tell_job()

    def _tell_job(self) -> None:
        job = self._job
        if job is None:
            return
        words = self._appearance.words
        stage = words("progress", job.stage) if job.stage and words.has("progress", job.stage) else ""
        title = job.title + (f"（{stage}）" if stage else "")
        self.work_text.setText(title)
        self.bar.setRange(0, job.total)  # 0 to 0 moves to and fro
        self.bar.setValue(job.done)
        self.cancel_button.setVisible(job.cancellable)
        self.cancel_button.setAccessibleName(self._appearance.text("work.cancel_of", work=job.title))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel_button.setEnabled(False)
            self._job.ended.connect(self._allow_cancel)

    def _allow_cancel(self) -> None:
        self.cancel_button.setEnabled(True)
