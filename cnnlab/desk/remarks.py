"""What the desk remarks on a hand-in, in sentences, and which of them ask for a look."""

import dataclasses
from typing import Any

BROKEN = "broken"  # it could not be read
DISAGREES = "disagrees"  # what is claimed, and what was recomputed
EDITED = "edited"  # a file is not as the lab writes it
TOGETHER = "together"  # two hand-ins share what is usually one's own
MISSING = "missing"  # something that was asked for is not there
NOTE = "note"  # worth knowing
# Those for which a person should open the hand-in before a mark is given.
LOOK_FIRST = (BROKEN, DISAGREES, EDITED, TOGETHER)


@dataclasses.dataclass(frozen=True)
class Remark:
    """A sentence on a hand-in.

    kind: one of the words above. with_rows: the numbers of the other rows that it is about.
    told: what the student is told of it, where the sentence may name others; None for the
        sentence itself, "" for nothing.
    """

    kind: str
    text: str
    with_rows: tuple[int, ...] = ()
    told: str | None = None

    def as_data(self) -> dict[str, Any]:
        told = self.text if self.told is None else self.told
        return {"kind": self.kind, "text": self.text, "with": list(self.with_rows), "told": told}
