"""Japanese paragraphs, frames and fitting; knows no records."""
