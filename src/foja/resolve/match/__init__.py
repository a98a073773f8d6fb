"""Names compared across spellings and scripts."""
