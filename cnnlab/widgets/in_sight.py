"""What a view tells of itself: whether somebody sees what unfolds there, or nobody."""

from typing import Any


def seen_by(content: dict[str, Any]) -> tuple[str, bool]:
    """Return the view that tells it, by its name, and whether it is seen.

    ValueError says what came in its place.
    """
    is_open, by = content.get("open"), content.get("by")
    if not isinstance(is_open, bool):
        came = f"Whether it is seen came as {is_open!r:.40}"
        raise ValueError(f"{came}; expected true or false. Reload the page.")
    if not isinstance(by, str):
        came = f"The view that is seen came as {by!r:.40}"
        raise ValueError(f"{came}; expected its name. Reload the page.")
    return by, is_open
