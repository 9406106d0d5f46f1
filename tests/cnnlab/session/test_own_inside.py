"""What goes on inside a network by plain NumPy, against what a worker tells by Keras."""

import numpy as np
import pytest

from cnnlab.session import own_inside
from labhelpers.config import CnnConfig
from tests.cnnlab.session.networks import network_and_weights

pytestmark = pytest.mark.keras

CONFIGS = [
    CnnConfig(filters=3, kernel_size=3, dense_units=12, dropout=0.4),
    CnnConfig(filters=2, kernel_size=4, dense_units=7, batch_normalization=True),
    CnnConfig(filters=3, kernel_size=7, dense_units=4, batch_normalization=True, strided=True),
]


@pytest.mark.parametrize("config", CONFIGS)
def test_the_page_sees_inside_what_a_worker_sees(config):
    from cnnlab.engine import inspection

    model, weights = network_and_weights(config)
    image = np.zeros((28, 28), "uint8")
    image[4:24, 8:20] = np.random.default_rng(2).integers(0, 256, (20, 12))
    told = inspection.look_inside(model, image)
    found = own_inside.look_inside(config, weights, image)
    assert found.keys() == told.keys()
    for name in ("maps", "kernels", "dense"):
        assert len(found[name]) == len(told[name])
    for own, keras_s in zip(found["maps"], told["maps"], strict=True):
        np.testing.assert_allclose(own, keras_s, rtol=1e-4, atol=1e-5)
    for name in ("kernels", "dense"):
        for own, keras_s in zip(found[name], told[name], strict=True):
            assert own.keys() == keras_s.keys()
            # Which input comes first where two count alike is anybody's guess.
            for key in own.keys() - {"places", "values", "weights"}:
                np.testing.assert_allclose(own[key], keras_s[key], rtol=1e-3, atol=1e-4)
    most = np.abs(told["saliency"]).max()
    np.testing.assert_allclose(found["saliency"], told["saliency"], atol=1e-3 * most)
    for digit in (0, 5, 9):
        own = own_inside.gradient_sign(config, weights, image, digit)
        keras_s = inspection.gradient_sign(model, image, digit)
        assert np.count_nonzero(own) > 100
        # A slope that is hardly there is rounded up here and down there.
        assert (own == keras_s).mean() > 0.99
