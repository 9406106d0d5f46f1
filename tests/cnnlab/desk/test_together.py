"""What is alike is found; what only sounds alike is not."""

import random

from cnnlab.desk.together import remarks_on
from cnnlab.desk.winnowing import fingerprint, largely_the_same

TEXT = (
    "I took eight filters instead of thirty-two because the dense layer holds nearly all "
    "parameters anyway. The training loss falls in each epoch, while the validation loss stops "
    "falling after the second one; from there on the network learns its own images by heart."
)


def alike(*texts):
    prints = {number: fingerprint(text) for number, text in enumerate(texts)}
    return [(first, second) for first, second, _ in largely_the_same(prints)]


def test_a_copy_with_words_changed_and_sentences_moved_is_found():
    changed = TEXT.replace("I took eight", "We used 16").replace("second", "third")
    first, second = changed.split(". ")
    assert alike(TEXT, f"{second} {first}.") == [(0, 1)]
    assert alike(TEXT, TEXT.upper().replace(",", " -")) == [(0, 1)]


def test_other_words_on_the_same_thing_are_not():
    other = (
        "My change was the width: 8 filters, since most parameters are in the dense layer. In "
        "every epoch training loss went down, but on validation images it did not after epoch 2."
    )
    assert alike(TEXT, other) == []
    assert alike("It is good.", "It is good.") == []  # too short to say


def test_what_most_of_a_class_writes_is_the_tasks_own_phrase():
    luck = random.Random(0)
    words = [f"word{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(600)]
    texts = [f"{TEXT} {' '.join(luck.sample(words, 60))}" for _ in range(40)]
    assert alike(*texts) == []
    assert alike(*texts, texts[3]) == [(3, 40)]


def row(number, **changes):
    digests = {"weights": f"w{number}", "predictions": f"p{number}", "sample": ""}
    own = {
        "number": number,
        "name": f"Student {number}",
        "file": f"{number}.zip",
        "register": f"RA{number}",
        "student": "",
        "digests": digests | changes.pop("digests", {}),
        "run": {"name": f"run-{number}"},
        "fingerprint": [],
    }
    return own | changes


def test_each_of_two_is_told_of_the_other_and_of_nothing_else():
    rows = [row(1), row(2, register="ra 1"), row(3, digests={"weights": "w1"}), row(4)]
    found = remarks_on(rows)
    assert [remark.with_rows for remark in found[1]] == [(2,), (3,)]
    assert found[2][0].text == "The register number is also that of Student 1 (1.zip)."
    assert found[3][0].text == "The weights are those of Student 1 (1.zip)."
    assert 4 not in found
    assert not any("cheat" in remark.text or "cop" in remark.text for remark in found[1])
