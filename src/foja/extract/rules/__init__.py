"""The embedded extractor: token and clause rules over a cue lexicon, English and Spanish, no model."""
