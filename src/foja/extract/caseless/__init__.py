"""Names in texts whose scripts have no capital letters: Arabic, Persian, Hebrew."""
