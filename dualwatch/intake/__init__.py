"""From files to typed canonical tables: everything is stored or rejected, and every problem is named."""

from dualwatch.intake.pipeline import read

__all__ = ["read"]
