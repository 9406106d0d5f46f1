"""What a test reads of a picture."""

import re


def alt_text(picture):
    return re.search(r'<img alt="([^"]*)"', picture).group(1)
