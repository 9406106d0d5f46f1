"""How good a model is on images it has never seen: metrics, confusion matrix, mistakes.

scikit-learn is imported inside `evaluate`, so that a page can make sentences from metrics
without it.
"""

from typing import Any

import numpy as np

from labhelpers.config import NUM_CLASSES
from labhelpers.number_words import percent, several, with_article

MOST_MISTAKES = 100
# Keras clips there too, so that one sure mistake does not make the loss infinite.
LEAST_PROBABILITY = 1e-7


def evaluate(labels: np.ndarray, probabilities: np.ndarray) -> dict[str, Any]:
    """Return the metrics of a model's answers as a dictionary that JSON can hold.

    labels: int in 0..9, (n,), not one-hot.
    probabilities: float in [0, 1], (n, 10), each row with the sum 1.

    num_images: n.
    accuracy: share of images read rightly.
    loss: mean categorical cross-entropy, natural logarithm.
    confusion_matrix: 10 lists of 10 counts, [true][predicted].
    report: scikit-learn's classification report.
    mistakes: at most 100 of {"index", "label", "prediction", "confidence"}, the most confident
        first.

    Raises ValueError where shapes, labels or probabilities are not these.
    """
    import sklearn.metrics

    labels = np.asarray(labels)
    probabilities = np.asarray(probabilities, dtype=np.float64)
    _check_labels(labels)
    _check_probabilities(probabilities, len(labels))
    predictions = probabilities.argmax(axis=1)
    digits = range(NUM_CLASSES)  # also those that no test image shows
    matrix = sklearn.metrics.confusion_matrix(labels, predictions, labels=digits)
    report = sklearn.metrics.classification_report(
        labels,
        predictions,
        labels=digits,
        target_names=[str(digit) for digit in digits],
        zero_division=0,
        output_dict=True,
    )
    chosen = probabilities[np.arange(len(labels)), labels]
    return {
        "num_images": len(labels),
        "accuracy": float((predictions == labels).mean()),
        "loss": float(-np.log(np.clip(chosen, LEAST_PROBABILITY, 1)).mean()),
        "confusion_matrix": matrix.tolist(),
        "report": report,
        "mistakes": _mistakes(labels, predictions, probabilities.max(axis=1)),
    }


def _check_labels(labels):
    is_whole = labels.ndim == 1 and labels.dtype.kind in "iu" and labels.size
    if not is_whole or labels.min() < 0 or labels.max() >= NUM_CLASSES:
        came = f"labels came as {labels!r:.60}, shape {labels.shape}"
        expected = "at least one, whole numbers from 0 to 9"
        raise ValueError(f"{came}; expected {expected}. Pass no one-hot rows.")


def _check_probabilities(probabilities, count):
    shape = probabilities.shape
    is_softmax = probabilities.min(initial=0) > -1e-6 and np.allclose(
        probabilities.sum(axis=-1), 1, atol=0.01
    )
    if shape != (count, NUM_CLASSES) or not is_softmax:
        raise ValueError(
            f"probabilities have shape {shape}, or are below 0, or NaN, or their sum is not 1; "
            f"expected shape ({count}, 10). Pass a softmax's answers to these images."
        )


def _mistakes(labels, predictions, confidences):
    wrong = np.flatnonzero(predictions != labels)
    surest_first = wrong[np.argsort(-confidences[wrong], kind="stable")]
    return [
        {
            "index": int(index),
            "label": int(labels[index]),
            "prediction": int(predictions[index]),
            "confidence": float(confidences[index]),
        }
        for index in surest_first[:MOST_MISTAKES]
    ]


def result_sentence(metrics: dict[str, Any], dataset_name: str) -> str:
    """Return in a few sentences what `metrics`, from `evaluate`, say of a model on a data set."""
    matrix = np.asarray(metrics["confusion_matrix"])
    accuracy = metrics["accuracy"]
    images = matrix.sum(axis=1)
    mistakes = matrix * (1 - np.eye(len(matrix), dtype=int))
    sentences = [
        f"On the {several(images.sum(), 'test image')} of {dataset_name} the model reads "
        f"{percent(accuracy, 2)} rightly (accuracy {accuracy:.4f}) "
        f"and misreads {mistakes.sum():,}."
    ]
    if accuracy < 0.9:
        one_for_all = percent(images.max() / images.sum(), 2)
        sentences.append(
            f"That is poor (one digit for all would reach {one_for_all}): "
            "other training images, more epochs, another rate or network may help."
        )
    if mistakes.any():
        sentences += _sentences_on_digits(matrix, images, mistakes)
    else:
        sentences.append("No mistake on these images does not mean that there are none on others.")
    return " ".join(sentences)


def _sentences_on_digits(matrix, images, mistakes):
    """Return which digits are recognised best and worst, and which are confused most often."""
    # NaN where no image shows the digit.
    recalls = np.diag(matrix) / np.where(images, images, np.nan)
    best = np.nanargmax(recalls)
    worst = np.nanargmin(recalls)
    label, prediction = np.unravel_index(mistakes.argmax(), mistakes.shape)
    recognised = (
        f"It recognises {best} best ({percent(recalls[best], 2)}) "
        f"and {worst} worst ({percent(recalls[worst], 2)})."
    )
    confused = (
        f"No confusion is more frequent than {with_article(label)} read as {prediction} "
        f"({mistakes.max():,} of {mistakes.sum():,} mistakes)."
    )
    return [recognised, confused] if recalls[best] > recalls[worst] else [confused]
