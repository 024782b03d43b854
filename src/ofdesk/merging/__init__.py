"""Three-way comparison of catalogues. Empty until copies sent by mail are merged."""
