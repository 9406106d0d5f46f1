"""Layers and models of Keras's as JSON, and as stand-ins that are read like them.

Nothing of Keras's makes them again: a stand-in has a layer's name and settings, and computes
nothing. So a stranger's JSON can do no more than be a right or a wrong answer.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from lessons.activations import name_of
from lessons.answers import attribute
from lessons.layers import ACTIVATIONS, INPUTS, SETTINGS, input_shape_of, settings_of

LAYER = "$layer"
NETWORK = "$network"
RECORD = "$record"
NAME = re.compile(r"[A-Za-z_]\w{0,60}")
Encode = Callable[[Any], Any]
DOES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda scores: np.maximum(scores, 0),
    "softmax": lambda scores: np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True),
    "linear": lambda scores: scores,
}


class Stored:
    """A stand-in for a layer, a model or what `fit` returned; its class has that one's name."""

    def __init__(self, **settings: Any) -> None:
        vars(self).update(settings)


class Activating(Stored):
    """A stand-in for a layer that is an activation: it does what that one was seen to do."""

    does: Any = None

    def __call__(self, scores: np.ndarray) -> np.ndarray:
        return self.does(scores)


def encode_part(part: Any, encode: Encode) -> dict[str, Any] | None:
    """Return a layer, a model or a training's record as JSON holds it; None of all else.

    encode: makes JSON of a setting, and of a model's layers.
    """
    kind = type(part).__name__
    if isinstance(part, type) or not NAME.fullmatch(kind):
        return None
    if isinstance(attribute(part, "layers"), list | tuple):
        return _encode_network(part, encode)
    if isinstance(attribute(part, "history"), dict):
        found = {name: attribute(part, name) for name in ("history", "params")}
        return {RECORD: {name: encode(value) for name, value in found.items()}}
    if kind in INPUTS:
        return {LAYER: kind, "shape": encode(input_shape_of(part))}
    if kind in ACTIVATIONS:
        return {LAYER: kind, "does": name_of(part)}
    settings = {name: encode(value) for name, value in settings_of(part).items()}
    return {LAYER: kind, "settings": settings} if settings else None


def _encode_network(model: Any, encode: Encode) -> dict[str, Any]:
    outputs = attribute(model, "outputs")
    return {
        NETWORK: encode(list(attribute(model, "layers"))),
        "shape": encode(input_shape_of(model)),
        "outputs": len(outputs) if isinstance(outputs, list | tuple) else 0,
        "compiled": bool(attribute(model, "compiled", False)),
        "loss": loss_name(attribute(model, "loss")),
        "optimizer": type(attribute(model, "optimizer")).__name__,
    }


def loss_name(loss: Any) -> str:
    """Return what a model's loss is called: a name, one of Keras's functions or of its objects."""
    if isinstance(loss, str):
        return loss
    name = attribute(loss, "__name__")
    return name if isinstance(name, str) else type(loss).__name__


def decode_part(stored: dict[str, Any], decode: Encode) -> Any:
    """Return a stand-in for what `encode_part` made JSON of; None where it made none of it."""
    if isinstance(stored.get(RECORD), dict):
        return Stored(**{name: decode(stored[RECORD].get(name)) for name in ("history", "params")})
    if NETWORK in stored:
        return _decode_network(stored, decode)
    kind = stored.get(LAYER)
    if not isinstance(kind, str) or not NAME.fullmatch(kind):
        return None
    if kind in ACTIVATIONS:
        return type(kind, (Activating,), {})(does=DOES.get(str(stored.get("does")), _another))
    if kind in INPUTS:
        return type(kind, (Stored,), {})(batch_shape=_batch_of(decode(stored.get("shape"))))
    settings = stored.get("settings")
    if not isinstance(settings, dict):
        return None
    found = {name: decode(settings[name]) for name in SETTINGS if name in settings}
    if "activation" in settings:
        found |= _doing(settings["activation"], "activation")
    return type(kind, (Stored,), {})(**found)


def _decode_network(stored: dict[str, Any], decode: Encode) -> Stored:
    outputs = stored.get("outputs")
    optimizer = stored.get("optimizer")
    name = optimizer if isinstance(optimizer, str) and NAME.fullmatch(optimizer) else "Nothing"
    return Stored(
        layers=decode(stored[NETWORK]),
        input_shape=_batch_of(decode(stored.get("shape"))),
        outputs=[None] * min(outputs, 10) if type(outputs) is int else [],
        compiled=stored.get("compiled") is True,
        loss=stored.get("loss"),
        optimizer=type(name, (Stored,), {})(),
    )


def _batch_of(shape: Any) -> tuple | None:
    return (None, *shape) if isinstance(shape, tuple) else None


def _another(scores: np.ndarray) -> np.ndarray:
    """Stand in for an activation that the lesson does not have."""
    return np.full_like(scores, np.nan)


def _doing(name: Any, setting: str) -> dict[str, Any]:
    """Return {setting: a function that does what the name says}; a text where nobody knows."""
    return {setting: DOES[name] if isinstance(name, str) and name in DOES else str(name)}
