"""Resolve: which mentions name the same party, inside one document and across documents."""
