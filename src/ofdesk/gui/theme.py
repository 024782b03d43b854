"""The editor's own light and dark colours; one accent. Owns colours and the font, no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from ofdesk.base.resources import resource_path

GRID_PX = 8
ROW_PX = 30
FORM_WIDTH_PX = 560
FONT_FAMILIES = ("Yu Gothic UI", "Noto Sans CJK JP", "Noto Sans JP")
FONT_SIZE_PT = 10


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by role, each as #rrggbb.

    Attributes:
        window: behind everything. surface: fields, tables and pages of text. hairline: dividers.
        outline: edges of fields. text, muted: words and secondary words. accent: the one accent;
        accent_tint: selected rows. hover: under the pointer. desk: around the page of the preview.
    """

    name: str
    window: str
    surface: str
    hairline: str
    outline: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_tint: str
    hover: str
    desk: str
    page_edge: str
    warning: str
    error: str
    good: str

    @property
    def is_dark(self) -> bool:
        """Whether light words stand on dark ground."""
        return QColor(self.window).lightness() < 128


LIGHT = Theme(
    name="light",
    window="#f6f6f4",
    surface="#ffffff",
    hairline="#deded9",
    outline="#bdbdb6",
    text="#1f1f1d",
    muted="#65655f",
    accent="#1f5f8b",
    on_accent="#ffffff",
    accent_tint="#e3edf4",
    hover="#ecece8",
    desk="#e6e6e2",
    page_edge="#c9c9c3",
    warning="#8a5200",
    error="#b3261e",
    good="#2f6b3a",
)
DARK = Theme(
    name="dark",
    window="#1d1e1f",
    surface="#262829",
    hairline="#393b3d",
    outline="#55585b",
    text="#e9e9e6",
    muted="#a6a7a2",
    accent="#86b9de",
    on_accent="#10202c",
    accent_tint="#2b3f4f",
    hover="#2f3133",
    desk="#151617",
    page_edge="#0c0d0d",
    warning="#e3b25a",
    error="#f2948c",
    good="#8fca98",
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
SYSTEM = "system"


def palette_of(theme: Theme) -> QPalette:
    """Return the Qt palette of a theme, with a disabled state."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.window,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.window,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.error,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.ToolTipBase: theme.surface,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Light: theme.surface,
        QPalette.ColorRole.Midlight: theme.hover,
        QPalette.ColorRole.Mid: theme.hairline,
        QPalette.ColorRole.Dark: theme.outline,
        QPalette.ColorRole.Shadow: theme.page_edge,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette


def application_font() -> QFont:
    """Return the interface font: the system's Japanese one, or the booklet's own where there is none."""
    if not any(family in QFontDatabase.families() for family in FONT_FAMILIES):
        QFontDatabase.addApplicationFont(str(resource_path("fonts", "NotoSansJP-Regular.ttf")))
    font = QFont()
    font.setFamilies(list(FONT_FAMILIES))
    font.setPointSize(FONT_SIZE_PT)
    return font


def system_prefers_dark() -> bool:
    """Tell whether the desktop asks for dark windows."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return scheme.name == "Dark"


def theme_named(name: str) -> Theme:
    """Return a theme; `SYSTEM` or an unknown name means the one the desktop asks for."""
    return THEMES.get(name) or (DARK if system_prefers_dark() else LIGHT)
