"""Drafts from a language model that a person chose to ask: what it is asked, and what of its answer is kept."""
