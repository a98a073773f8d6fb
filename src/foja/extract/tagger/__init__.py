"""A small tagger of source, cue and content, trained on the annotated sentences of this repository."""
