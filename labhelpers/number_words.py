"""Numbers as one says them in a sentence."""


def with_article(digit: int) -> str:
    """Return a digit as one says it in a sentence: "a 7", "an 8"."""
    article = "an" if digit == 8 else "a"
    return f"{article} {digit}"


def several(count: int, noun: str) -> str:
    """Return so many of something in words: "1 epoch", "1,442 images"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def percent(share: float, decimals: int = 0) -> str:
    """Return a share, 0 to 1, as percent: "96%", or "96.02%" with two decimals.

    It is 100 % only where the share is 1: what would be rounded up to that is ">99%", ">99.99%".
    """
    rounded = f"{share:.{decimals}%}"
    if share < 1 and rounded == f"{1:.{decimals}%}":
        return f">{1 - 10 ** (-2 - decimals):.{decimals}%}"
    return rounded
