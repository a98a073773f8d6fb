"""A learned extractor on a small multilingual encoder: an optional package brings the base, foja what was learned."""
