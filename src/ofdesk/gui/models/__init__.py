"""Item models over catalogue snapshots."""
