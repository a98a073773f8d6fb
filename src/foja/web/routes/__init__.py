"""One module a screen. Each names its routes in ``ROUTES``."""
