"""How good a model is on images it has never seen: metrics, the confusion matrix, its most confident mistakes.

scikit-learn is imported inside `evaluate`, so that a page can make sentences from metrics
without it.
"""

import numpy as np

from labhelpers.wording import with_article


def evaluate(labels, probabilities):
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

    labels, probabilities = np.asarray(labels), np.asarray(probabilities, dtype=np.float64)
    is_whole = labels.ndim == 1 and labels.dtype.kind in "iu" and labels.size
    if not is_whole or labels.min() < 0 or labels.max() > 9:
        came = f"labels came as {labels!r:.60}, shape {labels.shape}"
        raise ValueError(
            f"{came}; expected at least one, whole numbers from 0 to 9. Pass no one-hot rows."
        )
    is_softmax = probabilities.min(initial=0) > -1e-6 and np.allclose(
        probabilities.sum(axis=-1), 1, atol=0.01
    )
    if probabilities.shape != (len(labels), 10) or not is_softmax:
        came = f"probabilities have shape {probabilities.shape}, or are below 0, or NaN, or their sum is not 1"
        raise ValueError(
            f"{came}; expected shape ({len(labels)}, 10). Pass a softmax's answers to these images."
        )
    # Also those that no test image shows.
    predictions, digits = probabilities.argmax(axis=1), range(10)
    options = {
        "labels": digits,
        "target_names": list(map(str, digits)),
        "zero_division": 0,
        "output_dict": True,
    }
    # Keras clips at 1e-7 too, so that one sure mistake does not make the loss infinite.
    chosen = np.clip(probabilities[np.arange(len(labels)), labels], 1e-7, 1)
    return {
        "num_images": len(labels),
        "accuracy": float((predictions == labels).mean()),
        "loss": float(-np.log(chosen).mean()),
        "confusion_matrix": sklearn.metrics.confusion_matrix(
            labels, predictions, labels=digits
        ).tolist(),
        "report": sklearn.metrics.classification_report(labels, predictions, **options),
        "mistakes": _mistakes(labels, predictions, probabilities.max(axis=1)),
    }


def _mistakes(labels, guesses, confidences):
    wrong = np.flatnonzero(guesses != labels)
    return [
        {
            "index": int(k),
            "label": int(labels[k]),
            "prediction": int(guesses[k]),
            "confidence": float(confidences[k]),
        }
        for k in wrong[np.argsort(-confidences[wrong], kind="stable")][:100]
    ]


def result_sentence(metrics, dataset_name):
    """Return a paragraph of plain sentences that says what `metrics`, from `evaluate`, measured on which data set."""
    matrix = np.asarray(metrics["confusion_matrix"])
    accuracy = metrics["accuracy"]
    images = matrix.sum(axis=1)
    mistakes = matrix * (1 - np.eye(len(matrix), dtype=int))
    sentences = [
        f"On the {images.sum():,} test images of {dataset_name} the model reads {accuracy:.2%} rightly "
        f"(accuracy {accuracy:.4f}) and misreads {mistakes.sum():,}."
    ]
    if accuracy < 0.9:
        sentences.append(
            f"That is poor (one digit for all would reach {images.max() / images.sum():.2%}): "
            "it needs more training images, more epochs or another learning rate."
        )
    if not mistakes.any():
        sentences.append("No mistake on these images does not mean that there are none on others.")
        return " ".join(sentences)
    # NaN where no image shows the digit.
    recalls = np.diag(matrix) / np.where(images, images, np.nan)
    best = np.nanargmax(recalls)
    worst = np.nanargmin(recalls)
    label, prediction = np.unravel_index(mistakes.argmax(), mistakes.shape)
    sentences.append(
        f"It recognises {best} best ({recalls[best]:.2%}) and {worst} worst ({recalls[worst]:.2%})."
    )
    sentences.append(
        f"No confusion is more frequent than {with_article(label)} read as {prediction} "
        f"({mistakes.max():,} of {mistakes.sum():,} mistakes)."
    )
    return " ".join(sentences)
