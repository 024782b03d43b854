"""Records, catalogue snapshots, changes, validation and queries: pure data, no files, no clock."""
