"""What a trained network says of images."""

import numpy as np

from labhelpers.preprocess import add_channel_axis, scale_images

BATCH = 500


def predict(model, images):
    """Return the network's probabilities: float32, (batch, 10).

    images: uint8, (batch, 28, 28), light ink on black. Raises ValueError for anything else.
    """
    images = np.asarray(images)
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28):
        raise ValueError(
            f"The images are {images.dtype} with shape {images.shape}; expected uint8, (batch, 28, 28). "
            "Give them as they come from load_digits or centre_drawing."
        )
    parts = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
    predicted = [model.predict_on_batch(add_channel_axis(scale_images(part))) for part in parts]
    return np.concatenate(predicted) if predicted else np.zeros((0, 10), "float32")
