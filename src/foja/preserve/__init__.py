"""Outside world -> bytes with a receipt that a stranger can check: vault, ledger, checkpoints, verify.

The vault keeps blobs by digest, the ledger keeps what people and tools did in a Merkle tree (RFC 6962),
a checkpoint signs the tree. Formats follow C2SP (tlog-tiles, tlog-checkpoint, signed-note), so that time
stamps, witnesses and proofs by others attach to them without a migration.
"""
