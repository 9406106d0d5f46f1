"""What papermill's kernels find imported (`executing.py`): TensorFlow and all that takes time.

Those are copies of one process (`cnnlab/app/forked_kernel.py`), which imports this once.
"""

from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    import keras  # noqa: F401

    import labhelpers.live_plot
    import labhelpers.training  # noqa: F401
import sklearn.metrics  # noqa: F401
