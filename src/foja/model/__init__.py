"""The nouns of a case file: frozen records, vocabularies, dates, ids, errors. No I/O.

Everything else in foja depends on this package and this package depends on nothing
but the standard library and msgspec. A record is what stages exchange, what the
ledger and the derivation blobs hold as JSON, and what pages and exports show.
"""
