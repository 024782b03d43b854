"""Questions that nothing can go on without."""
