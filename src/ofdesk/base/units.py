"""Lengths: millimetres everywhere, points only for type and in the PDF writer."""

MM_PER_INCH = 25.4
PT_PER_INCH = 72.0
MM_PER_PT = MM_PER_INCH / PT_PER_INCH


def pt_to_mm(length_pt: float) -> float:
    """Convert PostScript points (1/72 inch) to millimetres."""
    return length_pt * MM_PER_PT


def mm_to_pt(length_mm: float) -> float:
    """Convert millimetres to PostScript points (1/72 inch)."""
    return length_mm / MM_PER_PT


def pixels_per_inch(length_px: float, length_mm: float) -> float:
    """Return the effective resolution of an image side printed at a length.

    Raises:
        ValueError: the printed length is not positive.
    """
    if length_mm <= 0:
        raise ValueError("printed length must be positive")
    return length_px / (length_mm / MM_PER_INCH)
