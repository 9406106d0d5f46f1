"""How long something takes, as one says it in a sentence."""


def duration(seconds: float) -> str:
    """Return seconds in words: "about 12 s", "about 7.9 min"."""
    if seconds < 99:
        return f"about {seconds:.2g} s"
    return f"about {seconds / 60:.1f} min"
