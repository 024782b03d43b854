"""Units, geometry, errors, progress, resources and text folding: standard library only."""
