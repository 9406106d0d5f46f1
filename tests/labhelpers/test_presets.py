"""The presets: what they choose, and what they leave alone."""

import pytest

from cnnlab.session.preset_choices import preset_choices
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig
from labhelpers.presets import PRESETS


def test_the_plain_one_is_the_lessons_and_the_lessons_network_is_trained_faster():
    assert PRESETS["plain"] == (CnnConfig(), TrainingConfig())
    assert PRESETS["lesson"][0] == CnnConfig()  # a student must be able to defend it


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_leaves_seed_and_images_alone_and_chooses_all_else(name):
    cnn, training = PRESETS[name]
    chosen = preset_choices(name)
    assert set(CHOICES) - set(chosen) == {"seed", "num_train", "reproducible"}
    of_network = {key: chosen[key] for key in cnn.to_dict()}
    of_training = {key: value for key, value in chosen.items() if key not in of_network}
    assert CnnConfig.from_dict(of_network) == cnn
    assert TrainingConfig.from_dict(of_training) == training
