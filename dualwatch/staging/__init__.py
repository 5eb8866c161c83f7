"""A load in steps: read, checked and compared by a process of its own, then published or dropped."""

from dualwatch.staging.jobs import Job, Return, jobs, stage
from dualwatch.staging.progress import Progress

__all__ = ["Job", "Progress", "Return", "jobs", "stage"]
