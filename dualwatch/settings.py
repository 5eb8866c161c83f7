"""Where the store lies and how the process logs: environment variables DUALWATCH_*."""

import getpass
import logging
import sys
from pathlib import Path

import structlog
from pydantic import PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings of one process; each is an environment variable with the prefix DUALWATCH_."""

    model_config = SettingsConfigDict(env_prefix="DUALWATCH_")

    store: Path = ROOT / "data" / "store"
    operator: str = ""
    log_level: str = "WARNING"
    max_upload_mb: PositiveInt = 500
    time_limit: PositiveInt = 900

    @property
    def account(self) -> str:
        """The account that batches are loaded under."""
        return self.operator or getpass.getuser()


def configure_logging(level: str) -> None:
    """Sends structured log lines to standard error from the given level up."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
