"""Catalogue editor for regional open-factory events: records, geocoding, booklet and MAP."""

__version__ = "0.1.0"
