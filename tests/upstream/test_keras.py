"""Canaries for Keras: what training uses of it beyond what it promises, tried for real.

Where one of them fails after an upgrade, its docstring says what in the lab would break.
"""

import sys

import numpy as np
import pytest

pytestmark = pytest.mark.keras


def test_one_module_reads_the_settings_and_keeps_the_folder_of_the_data_sets():
    """`labhelpers.keras_settings`: the module READER, and its `_KERAS_DIR`.

    Another course's keras.json would come in, or `load_data` would not find Keras's cache.
    """
    import keras

    from labhelpers import keras_settings

    reader = sys.modules[keras_settings.READER]
    assert reader.backend is keras.config.backend
    assert reader.keras_home() == reader._KERAS_DIR == str(keras_settings.keras_home())
    assert reader.__spec__.loader.exec_module.func is keras_settings._read_nothing


def test_it_traces_a_training_step_once_where_metrics_are_made_early():
    """`training.compile_cnn`: Model.compute_metrics and Optimizer.build before the first batch.

    Training would begin some seconds later, and a checkpoint could not be taken up.
    """
    from labhelpers.config import CnnConfig, TrainingConfig
    from labhelpers.training import compile_cnn

    model = compile_cnn(CnnConfig(filters=1, dense_units=1), TrainingConfig())
    made = len(model.optimizer.variables), len(model.metrics_variables)
    assert made[0] > len(model.trainable_variables)
    assert made[1] > 0
    assert not any(variable.numpy().any() for variable in model.metrics_variables)
    traced = []
    train_step = model.train_step

    def counted(data):
        traced.append(data)
        return train_step(data)

    model.train_step = counted
    images = np.zeros((4, 28, 28, 1), "float32")
    model.fit(images, np.eye(10, dtype="float32")[:4], batch_size=2, verbose=0)
    assert len(traced) == 1
    assert (len(model.optimizer.variables), len(model.metrics_variables)) == made
