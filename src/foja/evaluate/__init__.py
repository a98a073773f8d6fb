"""Measuring foja against gold: drafts (``drafts``), web pages (``pages``), laid-out PDF files (``paper``).

Nothing here is used when a case is built.
"""
