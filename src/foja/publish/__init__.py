"""A view of the case, to be handed over: bundle, tables, report. Everything here is made from records."""
