"""Stands in front of shiboken6 in the run that proves the core needs no Qt."""

raise ModuleNotFoundError("this run has no Qt", name="shiboken6")
