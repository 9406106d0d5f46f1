"""What a file of one's own means, put right: light ink on black, training images in random order.

The page's drawings are light on black, the last tenth of the training images validates, and a
student may take the first few: a file made otherwise would teach something else, without an error.
"""

import math

import numpy as np

from labhelpers.config import IMAGE_SIZE, NUM_CLASSES
from labhelpers.number_words import with_article

# What a record says of it, beside the arrays.
FIELDS: list[tuple] = [("turned_train", int), ("turned_test", int), ("is_shuffled", bool)]
FIELDS += [("remarks", "U600"), ("problem", "U200")]
BORDER = np.pad(np.zeros((IMAGE_SIZE - 2, IMAGE_SIZE - 2), bool), 1, constant_values=True)
# A file has one polarity where so few images seem to have the other one.
FEW = 0.02
# Standard deviations beyond what chance gives: no more than one random order in 1,000 goes so far.
FAR = 4
LEAST_CONTRAST = 64


def correct(record: np.ndarray) -> None:
    """Put the digits of a record right, in place, and note in its FIELDS what was done."""
    record["problem"] = _problem(record["x_train"], record["x_test"])
    for part in ("train", "test"):
        images = record[f"x_{part}"]
        is_dark = is_dark_on_light(images)
        np.subtract(255, images, out=images, where=is_dark[:, np.newaxis, np.newaxis])
        record[f"turned_{part}"] = is_dark.sum()
    record["is_shuffled"] = not is_in_random_order(record["y_train"])
    if record["is_shuffled"]:
        order = np.random.default_rng(0).permutation(len(record["y_train"]))
        for key in ("x_train", "y_train"):
            record[key] = record[key][order]
    record["remarks"] = " ".join(_remarks(record))


def is_dark_on_light(images: np.ndarray) -> np.ndarray:
    """Return for each image whether its border is nearer to its lightest pixel than its darkest.

    images: uint8, (number, 28, 28). Returns bool, (number,): all the same where nearly all are.
    """
    border = np.median(images[:, BORDER], axis=1)
    is_dark = border - images.min(axis=(1, 2)) > images.max(axis=(1, 2)) - border
    share = is_dark.mean()
    return is_dark if FEW < share < 1 - FEW else np.full(len(images), share > 0.5)


def is_in_random_order(labels: np.ndarray) -> bool:
    """Say whether the halves, the tenths, and the last tenth and the rest hold the same digits.

    The same but for chance, by the chi-squared test.
    """
    place = np.arange(len(labels)) / len(labels)
    cuts = (place >= 0.5, place * 10, place >= 0.9)
    return all(_unevenness(part.astype(int), labels) < FAR for part in cuts)


def _unevenness(part: np.ndarray, labels: np.ndarray) -> float:
    """Return how far the digits in the parts of a data set are from equal shares.

    In standard deviations, by Wilson and Hilferty's approximation of chi-squared.
    """
    counts = np.eye(10)[part].T @ np.eye(NUM_CLASSES)[labels]
    counts = counts[counts.any(axis=1)][:, counts.any(axis=0)]
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / len(labels)
    chi_squared = ((counts - expected) ** 2 / expected).sum()
    freedom = max(1, math.prod(np.array(counts.shape) - 1))
    variance = 2 / (9 * freedom)
    return (np.cbrt(chi_squared / freedom) - (1 - variance)) / math.sqrt(variance)


def _problem(train_images: np.ndarray, test_images: np.ndarray) -> str:
    """Return why nothing can be learned or measured with these images, "" where it can."""
    for name, images in (("training", train_images), ("test", test_images)):
        darkest, lightest = int(images.min()), int(images.max())
        greys = f"their grey values go from {darkest} to {lightest}"
        if lightest - darkest < LEAST_CONTRAST:
            return f"Its {name} images are nearly blank ({greys}): spread them over 0 to 255."
    if (train_images == train_images[0]).all():
        return "Its training images are all the same one: give it others."
    return ""


def _remarks(record):
    """Yield a sentence for each thing that was put right, or that nothing can be done about."""
    turned = int(record["turned_train"] + record["turned_test"])
    total = len(record["x_train"]) + len(record["x_test"])
    which = "Its images" if turned == total else f"{turned:,} of its {total:,} images"
    if turned:
        yield f"{which} are dark ink on light, so they were turned: 255 - x."
    order = "so they were put in one: the last tenth validates"
    if record["is_shuffled"]:
        yield f"Its training images were not in a random order, {order}."
    absent = sorted(set(range(NUM_CLASSES)) - set(record["y_train"].tolist()))
    if absent:
        yield f"None of its training images shows {' or '.join(map(with_article, absent))}."
    if record["problem"]:
        yield str(record["problem"])
