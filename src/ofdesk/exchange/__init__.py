"""Spreadsheets and open data in and out."""
