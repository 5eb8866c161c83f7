"""Where the store lies and what bounds a load: environment variables DUALWATCH_*."""

import getpass
import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "DUALWATCH_"


class Settings(BaseSettings):
    """Settings of one process; each is an environment variable with the prefix DUALWATCH_."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    store: Path = ROOT / "data" / "store"
    operator: str = ""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = "WARNING"
    max_upload_mb: PositiveInt = 500
    time_limit: PositiveInt = 900

    @property
    def account(self) -> str:
        """The account that batches are loaded under."""
        return self.operator or getpass.getuser()


def settings() -> Settings:
    """The settings, made anew only when the environment has changed: a page asks for them dozens of times."""
    return _stated_by(tuple((name, text) for name, text in os.environ.items() if name.startswith(PREFIX)))


@lru_cache(maxsize=1)
def _stated_by(environment: tuple[tuple[str, str], ...]) -> Settings:
    return Settings()
