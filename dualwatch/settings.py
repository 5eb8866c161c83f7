"""Where the store lies and what bounds a load: environment variables DUALWATCH_*."""

import getpass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings of one process; each is an environment variable with the prefix DUALWATCH_."""

    model_config = SettingsConfigDict(env_prefix="DUALWATCH_")

    store: Path = ROOT / "data" / "store"
    operator: str = ""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = "WARNING"
    max_upload_mb: PositiveInt = 500
    time_limit: PositiveInt = 900

    @property
    def account(self) -> str:
        """The account that batches are loaded under."""
        return self.operator or getpass.getuser()
