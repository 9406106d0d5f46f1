"""Gradient descent on the lesson's parabola."""

MINIMUM = 3.0  # of the loss (w - 3)²


def descend(weight, learning_rate, steps):
    """Return the weights of gradient descent on (w - 3)², the first included.

    The gradient is 2 (w - 3).
    """
    weights = [weight]
    for _ in range(steps):
        gradient = 2 * (weights[-1] - MINIMUM)
        weights.append(weights[-1] - learning_rate * gradient)
    return weights
