"""Japanese addresses to places, offline."""
