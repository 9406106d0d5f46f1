"""What Keras is told to do otherwise than usual: for the doctor, nothing else of the lab asks."""

import json
import os

from labhelpers.keras_settings import HOME, PREFIX, USUAL, keras_home


def other_settings() -> list[str]:
    """Return the unusual settings, each place of them with what it says."""
    usual = {f"{PREFIX}{name.upper()}": value for name, value in USUAL.items()}
    found = [
        f"{name}={value}"
        for name, value in sorted(os.environ.items())
        if name.startswith(PREFIX) and name != HOME and value and value != usual.get(name)
    ]
    path = keras_home() / "keras.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        told = [f"{name}={value}" for name, value in content.items() if _is_unusual(name, value)]
    except FileNotFoundError:
        return found
    except (OSError, ValueError, AttributeError):
        return [*found, f"{path}, which Keras cannot read"]
    return [*found, f"{', '.join(told)} in {path}"] if told else found


def _is_unusual(name: str, value: object) -> bool:
    return value != USUAL.get(name, False)  # what else Keras has there is on or off
