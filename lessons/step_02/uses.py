"""What test images may be used for: fair uses and unfair ones, and a student's six of them."""

from lessons.mixture import six

# What nobody is given, in this order.
FIRST = ("count", "lengths", "once", "add", "aside", "stop")
FAIR = {
    "count": "You count how many test images show each digit, "
    "and write the counts into your report.",
    "once": "Your network is finished. "
    "You measure its accuracy on the test images and report it, whatever it is.",
    "aside": "You put 6,000 training images aside "
    "and choose the size of the network by the accuracy on those.",
    "describe": "You look at a hundred test images "
    "and describe in your report how people write a 4.",
    "loss": "You choose the learning rate by the loss on the validation images, "
    "and measure the chosen network once on the test images.",
}
UNFAIR = {
    "lengths": "You train three networks for different lengths of time "
    "and keep the one that is best on the test images.",
    "add": "Your network is weak on 7s, "  # and test images are for testing
    "so you add the 7s of the test images to the training images.",
    "stop": "You train on the training images, "
    "and stop when the accuracy on the test images no longer rises.",
    "rates": "You try five learning rates, "
    "and report the accuracy of the one that does best on the test images.",
    "mend": "You look at the test images that your network misreads, "
    "and change its layers until it reads them.",
}
USES = FAIR | UNFAIR


def make_uses(pick):
    """Return the names of six uses."""
    return six(pick, FAIR, UNFAIR)
