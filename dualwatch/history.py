"""What was put in force, when, by whom and why: one line of JSON an event, only ever added to."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

PUBLISH, WITHDRAW, ROLL_BACK = "publish", "withdraw", "roll_back"
LABELS = {PUBLISH: "发布", WITHDRAW: "撤回", ROLL_BACK: "退回"}


@dataclass(frozen=True)
class Event:
    """One change of the version in force; `batches` are those it brought in or took out, `before` was in force."""

    what: str
    operator: str
    version: str
    batches: tuple[str, ...] = ()
    reason: str | None = None
    before: str | None = None
    at: str = ""

    @property
    def label(self) -> str:
        """What happened, in a word."""
        return LABELS[self.what]


def note(path: Path, event: Event) -> None:
    """Adds an event to the file, with the time where it states none."""
    at = event.at or datetime.now().isoformat(timespec="seconds")
    with path.open("a", encoding="utf-8") as notes:
        notes.write(json.dumps(asdict(event) | {"at": at}, ensure_ascii=False) + "\n")


def read(path: Path) -> list[Event]:
    """The events of the file, the newest first; none where there is no file."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    stated = [json.loads(line) for line in reversed(lines) if line.endswith("}")]
    return [Event(**entry | {"batches": tuple(entry["batches"])}) for entry in stated]
