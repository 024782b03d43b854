"""The document: the one gate for changes, with undo, redo and observers."""
