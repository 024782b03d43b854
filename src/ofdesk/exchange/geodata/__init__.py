"""Reads other people's map data: GeoJSON, Shapefiles in a zip, pictures with a world file."""
