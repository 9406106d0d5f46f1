"""Records the confusion matrices that step 6 asks about.

`python -m lessons.step_06.record_matrices` does it.

Each is of a small network, half trained, so that there are many mistakes to count.
"""

import json
from pathlib import Path

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.evaluation import evaluate
from labhelpers.preprocess import add_channel_axis, scale_images

FILE = Path(__file__).with_name("matrices.json")
SEEDS = range(5)


def record_matrix(digits, seed):
    """Return the matrix of one network on the test images: 10 lists of 10 counts, [true][read]."""
    from labhelpers.training import train

    training = TrainingConfig(epochs=1, seed=seed, num_train=12_000)
    model = train(CnnConfig(filters=16), training, digits, lambda event: None)
    images = add_channel_axis(scale_images(digits.test_images))
    answers = model.predict(images, batch_size=50, verbose=0)
    return evaluate(digits.test_labels, answers)["confusion_matrix"]


def main():
    """Write the matrices of some seeds."""
    digits = load_digits("mnist")
    lines = ",\n".join(json.dumps(record_matrix(digits, seed)) for seed in SEEDS)
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
