"""The case folder's projection: SQLite tables rebuilt from the ledger and the vault, search, queries."""
