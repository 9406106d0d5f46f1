"""Sentences with a letter each, as a list that a notebook shows with whole words in each line."""

import html


class Lettered(dict):
    """Letter -> sentence. Printed, a long sentence would break in the middle of a word."""

    def __repr__(self) -> str:
        return "\n".join(f"{letter}: {sentence}" for letter, sentence in self.items())

    def _repr_html_(self) -> str:
        lines = [
            f'<p style="margin: 2px 0; max-width: 70ch"><b>{letter}</b> &nbsp; '
            f"{html.escape(sentence)}</p>"
            for letter, sentence in self.items()
        ]
        return "".join(lines)
