"""What takes the seconds of training a run again, imported once for all of them.

In the process that those which train are copies of (`apart.py`); it says nothing meanwhile.
"""

from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    import cnnlab.desk.again  # noqa: F401
