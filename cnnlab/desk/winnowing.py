"""What two texts share, by winnowing (S. Schleimer, D. Wilkerson, A. Aiken, 2003), over words.

Of each run of a few words a number is made, and of each window of such numbers the smallest is
kept: whoever copies a passage as long as a window and a run keeps a number of it, wherever it
stands. A word's case, its punctuation and the numbers in it do not count.
"""

import collections
import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence

WORDS_IN_A_RUN = 4
RUNS_IN_A_WINDOW = 3
# A number that more texts share, as a part of all or as a count, is a phrase of the task's.
COMMON_PART = 0.2
COMMON_COUNT = 5
FEWEST_KEPT = 8  # below it, a text is too short to be told from another
LARGELY = 0.6  # the share of the shorter text's numbers

WORD = re.compile(r"[^\W\d_]+|\d+")


def words_of(text: str) -> list[str]:
    return ["#" if word.isdigit() else word for word in WORD.findall(text.casefold())]


def fingerprint(text: str) -> list[int]:
    """Return the numbers that are kept of a text, without repetition, in rising order."""
    words = words_of(text)
    runs = [
        _number(words[start : start + WORDS_IN_A_RUN])
        for start in range(len(words) - WORDS_IN_A_RUN + 1)
    ]
    if len(runs) < RUNS_IN_A_WINDOW:
        return sorted(set(runs))
    windows = (
        runs[start:][:RUNS_IN_A_WINDOW] for start in range(len(runs) - RUNS_IN_A_WINDOW + 1)
    )
    return sorted({min(window) for window in windows})


def _number(words: Sequence[str]) -> int:
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big")


def largely_the_same(texts: Mapping[int, Sequence[int]]) -> list[tuple[int, int, float]]:
    """Return (key, key, shared) of each pair of texts that are largely the same.

    texts: the fingerprint of each text, by its key. shared: a share of the shorter one's numbers.
    """
    holders = collections.defaultdict(list)
    for key, numbers in texts.items():
        for number in set(numbers):
            holders[number].append(key)
    most = max(COMMON_COUNT, COMMON_PART * len(texts))
    own = {number: keys for number, keys in holders.items() if len(keys) <= most}
    shared: collections.Counter = collections.Counter()
    for keys in own.values():
        shared.update(itertools.combinations(sorted(keys), 2))
    sizes = collections.Counter(itertools.chain.from_iterable(own.values()))
    found = []
    for (first, second), count in shared.items():
        shorter = min(sizes[first], sizes[second])
        if shorter >= FEWEST_KEPT and count / shorter >= LARGELY:
            found.append((first, second, count / shorter))
    return sorted(found)
