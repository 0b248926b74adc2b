"""Imported once by the server that reading processes are forked from: what every document needs is loaded there and
shared, 0.4 s and 70 MB that each process would otherwise spend on its first document.
"""

import gc
import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before NumPy: a second thread reserves 130 MB of address space in each process

import trafilatura  # noqa: E402

from infostreamer.extract.door import BUILT_IN  # noqa: E402
from infostreamer.text import language_of  # noqa: E402

LANGUAGE = language_of("The harbour of Varan was closed on Monday, the mayor said.")
READERS = (BUILT_IN, trafilatura)

gc.collect()
gc.freeze()  # or the first collection would copy every shared page
