"""What the picture of the test digits is sent: bytes that read as the network itself does."""

import numpy as np
import pytest

from cnnlab.widgets.where_digits_go import as_bytes

pytestmark = pytest.mark.panels


def test_probabilities_as_bytes_are_read_as_the_network_reads_them():
    scores = np.random.default_rng(0).normal(scale=0.02, size=(5, 500, 10))
    nearly_even = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
    sure = np.eye(10)[np.arange(500) % 10][np.newaxis]
    alike = np.full((5, 500, 10), 0.1) + 1e-7 * np.arange(10)
    for probabilities in (nearly_even, sure, alike):
        sent = np.frombuffer(as_bytes(probabilities), "<u2").reshape(probabilities.shape)
        greatest = sent.max(axis=-1, keepdims=True)
        assert ((sent == greatest).sum(axis=-1) == 1).all()
        assert (sent.argmax(axis=-1) == probabilities.argmax(axis=-1)).all()
        assert np.abs(sent / 65_535 - probabilities).max() < 1.5 / 65_535
