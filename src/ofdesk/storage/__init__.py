"""The project file: container, codec, journal, photos and the atomic save."""
