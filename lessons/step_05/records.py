"""What was recorded for notebook 05, and what more filters cost by it."""

import json
from pathlib import Path

import numpy as np

from labhelpers.architecture import layer_table, multiply_adds
from labhelpers.config import CnnConfig


def recorded():
    """Return what `record_curves` wrote.

    "causes" and "candidates": name -> runs, one a seed. "filters": one row a number of filters.
    """
    path = Path(__file__).with_name("curves.json")
    return json.loads(path.read_text(encoding="utf-8"))


def cost_of_filters():
    """Return what each recorded number of filters cost and brought, as `plot_filters` takes it.

    filters: a list of n numbers.
    growth: {what: float, (n,)}, each compared with the first number of filters: parameters and
        multiplications follow from the layers, the seconds were measured.
    misread: float, (n, seeds), the share of validation images that is misread, from 0 to 1.
    """
    rows = recorded()["filters"]
    networks = [CnnConfig(filters=row["filters"]) for row in rows]
    cost = {
        "multiplications": [multiply_adds(network) for network in networks],
        "parameters": [_parameters(network) for network in networks],
        "seconds": [row["seconds"] for row in rows],
    }
    return {
        "filters": [network.filters for network in networks],
        "growth": {what: np.array(values) / values[0] for what, values in cost.items()},
        "misread": 1 - np.array([row["val_accuracy"] for row in rows]),
    }


def _parameters(network):
    return sum(layer.parameters for layer in layer_table(network))
