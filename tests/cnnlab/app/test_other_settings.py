"""What the doctor says of the settings that another course has left for Keras."""

import pytest

from cnnlab.app import doctor


@pytest.mark.parametrize(
    ("stored", "says"),
    [
        ('{"backend": "torch", "floatx": "float32"}', "backend=torch in {path}"),
        ('{"backend": "jax", "epsilon": 0.5}', "backend=jax, epsilon=0.5 in {path}"),
        ("not JSON", "{path}, which Keras cannot read"),
        ("[1]", "{path}, which Keras cannot read"),
        ('{"backend": "tensorflow", "nnx_enabled": false}', ""),
        (None, ""),
    ],
)
def test_the_settings_of_another_course_are_named(tmp_path, monkeypatch, stored, says):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    path = tmp_path / "keras.json"
    if stored:
        path.write_text(stored)
    named = f"the page and the notebooks are not affected by {says.format(path=path)}"
    assert doctor.check_keras() == (named if says else "its settings are the usual ones")
    monkeypatch.setenv("KERAS_MAX_EPOCHS", "1")
    assert "KERAS_MAX_EPOCHS=1" in doctor.check_keras()
