"""Projection, base map, labels and map sheets; knows no records."""
