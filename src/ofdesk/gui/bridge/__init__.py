"""Between the core and the widgets: sessions, background work, previews and crashes as Qt signals."""
