"""What one hand-in may take of the desk: bytes, members, seconds and memory."""

from cnnlab.report import hand_in_format as names
from cnnlab.runs.sentences import LONGEST

# A hand-in of the lab has 3 MB at most; somebody may have packed notebooks with it.
MOST_BYTES = 25_000_000  # of the zip itself
MOST_UNPACKED = 100_000_000
MOST_MEMBERS = 300
# The members that are read, each cut off by its own limit and never by what the zip says of it.
MOST_OF_A_MEMBER = {
    names.HAND_IN: 2_000_000,
    names.RECEIPT: 100_000,
    names.WEIGHTS: 24_000_000,
    names.PREDICTIONS: 1_000_000,
    names.SAMPLE: 10_000,
    names.PROGRAM: 100_000,
    names.README: 1_000_000,
}
MOST_IN_A_FOLDER = 2_000  # hand-ins

LONGEST_SENTENCE = LONGEST  # characters; what is longer is cut, and the row says so
LONGEST_LINE = 100  # of a name, a register number, a run's title

SECONDS_TO_READ = 20.0
MEMORY_TO_READ = 700_000_000  # bytes, besides what the process begins with
SECONDS_TO_RECOMPUTE = 20.0  # then it says of how many images it knows
SECONDS_OF_SILENCE = 120.0  # after which the process that recomputes is ended
SECONDS_TO_RETRAIN = 1_200.0
MEMORY_TO_RETRAIN = 6_000_000_000
