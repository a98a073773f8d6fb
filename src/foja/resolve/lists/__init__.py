"""Screening lists: one reader for each form in which a body publishes its list. Bytes in, entries out. Pure.

A list is read as its bytes stand: nothing is looked up, no entity is expanded, nothing outside of the file is opened.
What cannot be read is given as ``Unlisted`` with its line, never dropped: a name that is missing from a list unseen is
worse than a refusal.
"""
