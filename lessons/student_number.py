"""A student's number, in whatever form it was typed."""

from typing import Any

LONGEST = 100  # characters


def as_text(number: Any) -> str:
    """Return a student's number as text, "" for none; 2126.0 is 2126."""
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    is_number = isinstance(number, int) and not isinstance(number, bool)
    text = str(number).strip() if is_number or isinstance(number, str) else ""
    is_wrong = not (number is None or is_number or isinstance(number, str))
    if is_wrong or len(text) > LONGEST:
        expected = f'a student number, as in STUDENT = "2126", of at most {LONGEST} characters'
        raise ValueError(f"STUDENT is {number!r:.60}; expected is {expected}.")
    return text
