"""What the process that kernels are copies of imports last (`forked_kernel.py`).

Alone of the lab's modules, it does something when it is imported: that process can be told in no
other way. Garbage collection, which would write to all that copies share, passes over what is
there by now.
"""

import gc

gc.collect()
gc.freeze()
