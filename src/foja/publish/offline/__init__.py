"""What a bundle carries so that a stranger can check it without foja: ``verify.py`` and ``VERIFY.txt``."""
