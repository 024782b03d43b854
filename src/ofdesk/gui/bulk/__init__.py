"""Looking for the places of all records that have none, and choosing among the answers."""
