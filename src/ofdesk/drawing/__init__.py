"""Device-neutral pages: the display list, the faces it names and the palettes it is painted with."""
