"""Pure text work: folding, scripts, spans, sentences, names. Knows no stage and no store."""
