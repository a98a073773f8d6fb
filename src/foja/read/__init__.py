"""read: bytes -> canonical text with a map back to page, line, box or element.

One module per format; ``sniff`` decides from the content which one; ``stage.READ`` is the stage.
``isolation`` runs the stage in child processes with limits and without network: the process that
keeps the case never parses a file it did not write.
"""
