"""The 7 whose borders lesson 1 reads: one of the data set, or else of the embedded digits."""

from labhelpers.digits import load_digits

PLACE = 22  # among MNIST's 7s: upright, with a long bar and no crossbar


def find_seven(digits):
    """Return a training image of a 7, uint8 (28, 28), and the name of the data set it is from.

    digits: `Digits`. Of fewer 7s than PLACE asks for it is the last one.
    """
    sevens = digits.train_images[digits.train_labels == 7]
    if not len(sevens):
        return find_seven(load_digits("embedded"))
    return sevens[: PLACE + 1][-1], digits.name
