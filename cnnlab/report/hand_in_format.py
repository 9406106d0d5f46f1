"""What a hand-in's zip holds: the names of its files and fields, and the format's number.

hand-in.json     what was done and what came of it, with `FORMAT`; `hand_in.py` makes it
weights.npz      "0", "1", ...: float32, in the order of Keras's `model.get_weights()`
predictions.npz  "predicted": uint8, (test images,); "confidence": float16, (test images,)
sample.npy       the drawing of the report: uint8, (28, 28)
receipt.json     where a server took the hand-in
program.py, README.md, images/, digits.npz
"""

FORMAT = 1
HAND_IN = "hand-in.json"
WEIGHTS = "weights.npz"
PREDICTIONS = "predictions.npz"
SAMPLE = "sample.npy"
RECEIPT = "receipt.json"
PROGRAM = "program.py"
README = "README.md"
IMAGES = "images/"

MOST_BYTES = 3_000_000  # of the zip
MOST_BYTES_OF_WEIGHTS = 2_000_000  # as they are packed; the rest is about a third of that

# What cannot be done with a hand-in that lacks a file.
COSTS = {
    WEIGHTS: "The result cannot be recomputed.",
    PREDICTIONS: "The answers to single images cannot be compared.",
}

# The fields of hand-in.json; "left_out" gives the name of a file that is not there, and why.
FIELDS = (
    "format",
    "name",
    "register",
    "student",
    "date",
    "run",
    "cnn",
    "training",
    "data",
    "history",
    "metrics",
    "looks",
    "guess",
    "sentences",
    "exercises",
    "versions",
    "left_out",
)
