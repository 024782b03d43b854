"""Fuller dictionaries a user loads: reads published files, keeps what is right, asks for numbers."""
