"""Numbers as one says them in a sentence."""


def with_article(digit):
    """Return a digit as one says it in a sentence: "a 7", "an 8"."""
    return f"{'an' if digit == 8 else 'a'} {digit}"


def percent(share):
    """Return a share, 0 to 1, as whole percent, and never a rounded 100 % that was not one."""
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


def duration(seconds):
    """Return seconds in words: "about 12 s", "about 7.9 min"."""
    return f"about {seconds:.2g} s" if seconds < 99 else f"about {seconds / 60:.1f} min"
