"""Builds, checks, publishes, opens and asks versions; the only package that knows DuckDB.

What builds (`assembling`) is imported with the first build: who only asks needs neither it nor Arrow.
"""

from dualwatch.releases import Unreadable
from dualwatch.store.asking import Incomparable
from dualwatch.store.engine import SCOPE_VARIABLES
from dualwatch.store.publishing import Publication, Store

__all__ = ["SCOPE_VARIABLES", "Incomparable", "Publication", "Store", "Unreadable"]
