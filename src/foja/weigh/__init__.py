"""Weigh: which statements say the same, on how many origins they rest, and what cannot both stand.

Everything here is a pure function of records. No function sees a whole case: each gives look-up keys for
one record, or compares two, or counts a handful that the store has fetched by those keys. So a result
depends only on the records concerned and never on the order in which they arrived.
"""
