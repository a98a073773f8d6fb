"""The pages: a thin shell over ``foja.case``. Routes, templates and assets; no rule of the case file lives here.

Every page works without JavaScript; scripts only save key strokes. Nothing is loaded from elsewhere.
"""
