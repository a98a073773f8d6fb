"""The parts of the facade: what can be asked of a case, decided on, kept and handed over. ``foja.case`` joins them."""
