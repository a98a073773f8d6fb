"""Stage 3: a text to mentions, dates, figures and draft statements."""
