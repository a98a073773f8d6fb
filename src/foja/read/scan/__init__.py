"""Text recognition: pictures of pages to a text with coordinates and a confidence for each word."""
