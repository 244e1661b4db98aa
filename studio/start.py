"""What comes first in a process that makes something: imported before anything else."""

import os
import time

STARTED = time.time()  # before the modules whose edits a render must notice are read
# Sums must not depend on how many threads share them, nor renders side by side on each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("LP_NUM_THREADS", "0")  # Mesa's drawing on the processor: one core, too
