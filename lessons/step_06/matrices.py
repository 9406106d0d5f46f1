"""What was recorded for notebook 06."""

import json
from pathlib import Path


def recorded_matrices():
    """Return what `record_matrices` wrote: confusion matrices, 10 lists of 10 counts each."""
    path = Path(__file__).with_name("matrices.json")
    return json.loads(path.read_text(encoding="utf-8"))
