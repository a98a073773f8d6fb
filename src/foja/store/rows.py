"""Moved: the rows are records like any other (``foja.model.rows``)."""

from foja.model.rows import *  # noqa: F403
