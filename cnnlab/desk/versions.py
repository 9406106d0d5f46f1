"""Whether a hand-in names another version of the lab than the class has.

What another version made is not compared, and anybody can name one.
"""

import collections

from cnnlab.desk.remarks import EDITED, Remark
from cnnlab.desk.rows import Row, add


def tell_of_others(rows: list[Row]) -> None:
    """Remark on each row whose version is not that of more than half of the rows that name one."""
    named = [row for row in rows if row["lab"]]
    counts = collections.Counter(row["lab"] for row in named)
    for usual, count in counts.most_common(1):
        if 2 * count > len(named):
            for row in named:
                if row["lab"] != usual:
                    add(row, [_remark(row["lab"], usual)])


def _remark(own: str, usual: str) -> Remark:
    text = f"It names version {own} of the lab; most hand-ins here name {usual}"
    return Remark(EDITED, f"{text}. What another version made is not compared.")
