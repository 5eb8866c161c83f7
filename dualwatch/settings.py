"""Where the store lies and what bounds a load: environment variables DUALWATCH_*."""

import getpass
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from dualwatch.model import WrongUsage

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "DUALWATCH_"
Positive = Annotated[int, msgspec.Meta(gt=0)]


class Settings(msgspec.Struct, frozen=True):
    """Settings of one process; each is an environment variable with the prefix DUALWATCH_."""

    store: Path = ROOT / "data" / "store"
    operator: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    max_upload_mb: Positive = 500
    time_limit: Positive = 900

    @property
    def account(self) -> str:
        """The account that batches are loaded under."""
        return self.operator or getpass.getuser()


def settings() -> Settings:
    """The settings, made anew only when the environment has changed: a page asks for them dozens of times.

    Raises WrongUsage naming the variable that means nothing.
    """
    return _stated_by(tuple((name, text) for name, text in os.environ.items() if name.startswith(PREFIX)))


@lru_cache(maxsize=1)
def _stated_by(environment: tuple[tuple[str, str], ...]) -> Settings:
    stated = {name.removeprefix(PREFIX).lower(): text for name, text in environment}
    if "log_level" in stated:
        stated["log_level"] = stated["log_level"].upper()
    try:
        return msgspec.convert(stated, Settings, strict=False, dec_hook=_made)
    except msgspec.ValidationError as error:
        raise WrongUsage(_refusal(str(error))) from None


def _made(kind: type, text: str) -> Any:
    return kind(text)


def _refusal(error: str) -> str:
    """The library ends its sentence with the place: Expected `int` - at `$.time_limit`."""
    name = re.findall(r"\$\.(\w+)", error)[0]
    usable = "可用 DEBUG、INFO、WARNING、ERROR" if name == "log_level" else "要写正整数，或不设"
    return f"环境变量 {PREFIX}{name.upper()} 的值不对：{usable}。"
