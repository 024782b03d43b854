"""Display lists to PDF: the only floor with reportlab and pikepdf."""
