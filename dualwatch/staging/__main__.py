"""python -m dualwatch.staging FOLDER: the worker of one staged load."""

import sys
from pathlib import Path

from dualwatch.staging.worker import work

work(Path(sys.argv[1]))
