"""The embedded extractor: token and clause rules over a cue lexicon, no model."""
