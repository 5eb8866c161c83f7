"""Structured log lines on standard error, from DUALWATCH_LOG_LEVEL up."""

import logging
import sys
from functools import cache
from typing import Any

from dualwatch.settings import settings


@cache
def logger() -> Any:
    """The one logger; its library comes with the first line, since most commands write none."""
    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[settings().log_level]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    return structlog.get_logger()
