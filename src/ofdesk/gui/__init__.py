"""The editor: the only floor with Qt."""
