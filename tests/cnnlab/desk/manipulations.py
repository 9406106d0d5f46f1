"""Twenty ways in which a hand-in is not what it seems, each of them done to a real one.

Each takes the files of one hand-in, and those of another one, by their names in the zip.
"""

import numpy as np

from tests.cnnlab.desk.packing import arrays_of, data_of, npz, with_changes


def claims_more(files, other):
    """A better accuracy, and nothing else."""
    return with_changes(files, metrics={"accuracy": 0.9876})


def claims_all_of_it(files, other):
    """A better accuracy with a matrix and predictions that give it."""
    data = data_of(files)
    matrix = np.array(data["metrics"]["confusion"])
    counts = matrix.sum(axis=1)
    metrics = {"accuracy": 1.0, "loss": 0.01, "confusion": np.diag(counts).tolist()}
    predictions = arrays_of(files, "predictions.npz")
    predictions["confidence"][:] = 0.99
    changed = with_changes(files, metrics=metrics)
    return changed | {"predictions.npz": npz(predictions)}


def moves_the_matrix(files, other):
    """A matrix with fewer of the most frequent mistakes."""
    matrix = data_of(files)["metrics"]["confusion"]
    cells = [(label, read) for label in range(10) for read in range(10) if label != read]
    label, read = max(cells, key=lambda cell: matrix[cell[0]][cell[1]])
    matrix[label][label] += matrix[label][read]
    matrix[label][read] = 0
    return with_changes(files, metrics={"confusion": matrix})


def has_anothers_weights(files, other):
    """All of another's results, with a name and a number of one's own."""
    data = data_of(files)
    mine = {name: data[name] for name in ("name", "register", "student", "exercises", "sentences")}
    return with_changes(other, **mine)


def has_anothers_predictions(files, other):
    return files | {"predictions.npz": other["predictions.npz"]}


def has_anothers_drawing(files, other):
    return files | {"sample.npy": other["sample.npy"]}


def has_anothers_sentences(files, other):
    """Another's sentences with some words changed."""
    sentences = data_of(other)["sentences"]
    changed = {name: text.replace(" I ", " we ") for name, text in sentences.items()}
    return with_changes(files, sentences=changed)


def has_anothers_answers(files, other):
    """Another's answers, recorded as right for one's own number."""
    return with_changes(files, exercises=data_of(other)["exercises"])


def has_anothers_number(files, other):
    """Answers that are right for the number of somebody else."""
    data = data_of(other)
    return with_changes(files, student=data["student"], exercises=data["exercises"])


def has_anothers_register_number(files, other):
    return with_changes(files, register=data_of(other)["register"])


def has_anothers_run(files, other):
    return with_changes(files, run={"name": data_of(other)["run"]["name"]})


def calls_it_right(files, other):
    """Verdicts that were changed by hand."""
    exercises = data_of(files)["exercises"]
    for entry in exercises[:4]:
        entry |= {"status": "right", "answer": [7]}
    return with_changes(files, exercises=exercises)


def changes_the_program(files, other):
    program = files["program.py"].replace(b"# Evaluate", b"# I wrote this myself: evaluate")
    return files | {"program.py": program}


def changes_the_readme(files, other):
    """A better result in the report that people read."""
    text = files["README.md"].decode()
    accuracy = f"{data_of(files)['metrics']['accuracy']:.4f}"
    assert accuracy in text
    return files | {"README.md": text.replace(accuracy, "0.9912").encode()}


def changes_the_seed(files, other):
    """Another seed than the one that was trained with, in the data alone."""
    return with_changes(files, training={"seed": 4711})


def changes_the_network(files, other):
    """More filters than the weights are for."""
    return with_changes(files, cnn={"filters": 64})


def mends_the_history(files, other):
    """A history that ends well."""
    history = data_of(files)["history"]
    history["val_accuracy"][-1] = 0.995
    history["val_loss"][-1] = 0.02
    return with_changes(files, history=history)


def shortens_the_history(files, other):
    """More epochs than there are in the history."""
    return with_changes(files, training={"epochs": data_of(files)["training"]["epochs"] + 5})


def spoils_a_weight(files, other):
    weights = arrays_of(files, "weights.npz")
    weights["0"].flat[0] = np.nan
    return files | {"weights.npz": npz(weights)}


def packs_a_bomb(files, other):
    """A zip that unpacks to 300 MB."""
    return files | {"images/large.svg": b"\0" * 300_000_000}


# What the row's remarks say of each of them.
MANIPULATIONS = {
    claims_more: "0.9876 is claimed; its weights give",
    claims_all_of_it: "The accuracy 1.0000 is claimed; its weights give",
    moves_the_matrix: "stand elsewhere than recomputed",
    has_anothers_weights: "The weights are those of",
    has_anothers_predictions: "The predictions are those of",
    has_anothers_drawing: "The drawing is that of",
    has_anothers_sentences: "of the shorter text's phrases are those of",
    has_anothers_answers: "Recorded as right, and not right for the number",
    has_anothers_number: "The exercises are those of the number",
    has_anothers_register_number: "The register number is also that of",
    has_anothers_run: "The run's name is that of",
    calls_it_right: "Recorded as right, and not right for the number",
    changes_the_program: "program.py is not what the lab writes from its hand-in.json",
    changes_the_readme: "README.md is not what the lab writes from its hand-in.json",
    changes_the_seed: "program.py is not what the lab writes from its hand-in.json",
    changes_the_network: "expected float32 of the shape",
    mends_the_history: "The history's last epoch is not this network's",
    shortens_the_history: "its history has not",
    spoils_a_weight: "holds numbers that are none",
    packs_a_bomb: "a zip bomb",
}
