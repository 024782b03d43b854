"""Page patterns: records to pages to display lists."""
