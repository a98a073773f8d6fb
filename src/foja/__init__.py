"""foja: a folder of sources in, a verifiable case file out."""

__version__ = "0.1.0"
