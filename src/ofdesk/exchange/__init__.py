"""Records on their way to other programs: places for maps and tables."""
