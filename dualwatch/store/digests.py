"""What tells what was built from anything else: a digest of all that it is made of."""

import hashlib
from collections.abc import Sequence

from dualwatch import catalogue, rules
from dualwatch.batches import Batch


def digest_of(chosen: Sequence[Batch]) -> str:
    """What tells a version from any other: its batches in their order, the SQL and the profiles."""
    return digest([batch.name for batch in chosen])


def digest(parts: Sequence[str]) -> str:
    """Twelve hexadecimal digits of some parts, the SQL and the profiles."""
    whole = [*parts, catalogue.fingerprint(), rules.fingerprint()]
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()[:12]
