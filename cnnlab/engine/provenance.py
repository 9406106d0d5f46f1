"""What made a run's numbers: versions of the libraries that trained it, and the machine."""

import os
import platform
import sys

import psutil

LIBRARIES = ("labhelpers", "tensorflow", "keras", "numpy", "sklearn")


def provenance() -> dict[str, dict[str, str]]:
    """Return {"versions": {name: version}, "machine": {name: words}} of this process.

    Only libraries that the process has imported have a version; nothing here names the machine
    or its user. JSON can hold it.
    """
    loaded = {name: sys.modules[name].__version__ for name in LIBRARIES if name in sys.modules}
    machine = {
        "system": f"{platform.system()} {platform.release()}",
        "processor": platform.machine(),
        "cores": str(os.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 2**30:.1f} GiB",
    }
    return {"versions": {"python": platform.python_version()} | loaded, "machine": machine}
