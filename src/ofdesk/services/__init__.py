"""Sessions, tasks and preferences: what the editor and the command line share."""
