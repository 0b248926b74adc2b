"""Information Streamer: streams of reports become sourced stories."""

import os

# Before NumPy loads: its matrices here are small, and threads that wait for each other cost ten times their use.
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

__version__ = "0.1.0"
