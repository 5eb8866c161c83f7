"""Many simulated viewers on two dashboards behind nginx: websocket clients that open pages and change filters."""

import asyncio
import os
import random
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from bench.front import front
from bench.serving import serving
from bench.timing import middle, percentile
from bench.visits import Visit, visits
from dualwatch.store import Store

PROCESSES = 2
PROGRAMS = ("streamlit", "bench.uncached")
THINKS = 10.0
SECONDS, RAMP = 105, 30
SAMPLED = 5
PATIENCE = 60
MONTH, COUNTY = "月份", "区域"
# The month of the filter bar offers the latest one first; another 月份 belongs to an upload.
LATEST = "最新"
GOOD = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_EARLY_FOR_RERUN)


@dataclass
class Tally:
    """What the viewers of one run met: actions by when they ended, kB received, and what went wrong."""

    began: float = field(default_factory=time.monotonic)
    actions: list[tuple[float, float]] = field(default_factory=list)
    received: int = 0
    errors: list[str] = field(default_factory=list)
    memory: list[list[int]] = field(default_factory=list)

    def note(self, milliseconds: float) -> None:
        """One finished action."""
        self.actions.append((time.monotonic() - self.began, milliseconds))


def measure(store: str, crowds: list[int], seconds: int = SECONDS) -> list[dict[str, Any]]:
    """For each number of viewers a row with the caches of the dashboards and one without: waits after half a minute."""
    return [_measured(store, viewers, seconds, program) for viewers in crowds for program in PROGRAMS]


def _measured(store: str, viewers: int, seconds: int, program: str) -> dict[str, Any]:
    with (
        serving(store, PROCESSES, program) as dashboards,
        tempfile.TemporaryDirectory() as folder,
        front([port for port, _ in dashboards], Path(folder)) as port,
    ):
        asked = _faces(store)
        before = _processor_seconds(dashboards)
        tally = asyncio.run(_crowd(port, asked, viewers, seconds, [process for _, process in dashboards]))
        spent = _processor_seconds(dashboards) - before
    steady = [milliseconds for at, milliseconds in tally.actions if at > RAMP]
    return {
        "viewers": viewers, "processes": PROCESSES, "cached": program == PROGRAMS[0], "seconds": seconds,
        "actions": len(steady), "actions_a_second": round(len(steady) / (seconds - RAMP), 1),
        **_waits(steady), "errors": len(tally.errors), "first_errors": tally.errors[:3],
        "kb_an_action": round(tally.received / 1000 / max(1, len(tally.actions)), 1),
        "server_ms_an_action": round(spent * 1000 / max(1, len(tally.actions))),
        **_memory([sum(sample) for sample in tally.memory]),
    }  # fmt: skip


def _waits(steady: list[float]) -> dict[str, int | None]:
    """Milliseconds of the actions; unknown where none ended."""
    if not steady:
        return dict.fromkeys(("p50_ms", "p95_ms", "slowest_ms"))
    return {"p50_ms": round(middle(steady)), "p95_ms": round(percentile(steady, 95)), "slowest_ms": round(max(steady))}


def _memory(samples: list[int]) -> dict[str, int]:
    """MB of all processes before anybody came, when everybody had come, and at the end."""
    return {
        "memory_idle_mb": samples[0],
        "memory_full_mb": samples[min(RAMP // SAMPLED, len(samples) - 1)],
        "memory_end_mb": samples[-1],
    }


def _faces(store: str) -> tuple[list[Visit], list[str]]:
    """The pages as they open, and the labels of regions to narrow them to."""
    pages = [visit for visit in visits(Path(store)) if not visit.widgets]
    regions = Store(store).ask("compare/counties").to_pylist()
    return pages, [row["mof_div_name"] for row in regions][:20]


def _processor_seconds(dashboards: list[tuple[int, int]]) -> float:
    ticks = 0
    for _, process in dashboards:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def _crowd(
    port: int, asked: tuple[list[Visit], list[str]], viewers: int, seconds: int, processes: list[int]
) -> Tally:
    tally = Tally()
    watching = asyncio.create_task(_watch_memory(tally, processes))
    await asyncio.gather(*(Viewer(port, asked, tally, seed).stay(seconds) for seed in range(viewers)))
    watching.cancel()
    return tally


async def _watch_memory(tally: Tally, processes: list[int]) -> None:
    page = os.sysconf("SC_PAGE_SIZE")
    while True:
        resident = [int(Path(f"/proc/{process}/statm").read_text().split()[1]) * page for process in processes]
        tally.memory.append([size // 2**20 for size in resident])
        await asyncio.sleep(SAMPLED)


class Viewer:
    """One browser: its seat, its connection, the page it is on and what it changed there."""

    def __init__(self, port: int, asked: tuple[list[Visit], list[str]], tally: Tally, seed: int) -> None:
        self.port = port
        self.pages, self.regions = asked
        self.tally = tally
        self.random = random.Random(seed)
        self.widgets: dict[str, str] = {}
        self.states: dict[str, WidgetState] = {}
        self.held: list[set[str]] = [set(), set()]
        self.face = BackMsg()
        self.page = ""

    async def stay(self, seconds: int) -> None:
        """Comes within the think time, then acts, thinks and acts again until the time is over."""
        await asyncio.sleep(self.random.uniform(0, THINKS))
        try:
            async with connect(
                f"ws://127.0.0.1:{self.port}/_stcore/stream", subprotocols=["streamlit"], max_size=None,
                additional_headers={"Cookie": await asyncio.to_thread(self._seat)}, open_timeout=PATIENCE,
            ) as line:  # fmt: skip
                while time.monotonic() - self.tally.began < seconds:
                    await self._act(line)
                    await asyncio.sleep(self.random.uniform(THINKS / 2, THINKS * 3 / 2))
        except Exception as error:
            self._note_error(f"{type(error).__name__}: {error}")

    def _seat(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=PATIENCE) as page:
            return str(page.headers["Set-Cookie"]).split(";")[0]

    async def _act(self, line: ClientConnection) -> None:
        if not self.widgets or self.random.random() < 0.4:
            self._turn_to(self.random.choice(self.pages))
        else:
            self._change()
        start = time.monotonic()
        del self.face.rerun_script.cached_message_hashes[:]
        self.face.rerun_script.cached_message_hashes.extend(set().union(*self.held))
        await line.send(self.face.SerializeToString())
        await asyncio.wait_for(self._until_drawn(line), PATIENCE)
        self.tally.note((time.monotonic() - start) * 1000)

    def _turn_to(self, visit: Visit) -> None:
        """Another page, as a link opens it: its URL, no widget touched."""
        self.page, self.face = visit.name, BackMsg()
        state = self.face.rerun_script
        state.page_name, state.query_string = visit.address, urlencode(visit.url)
        state.context_info.color_scheme = "light"
        self.widgets, self.states = {}, {}

    def _change(self) -> None:
        """Another month or another region on the same page."""
        label = self.random.choice([name for name in (MONTH, MONTH, COUNTY) if name in self.widgets])
        state = WidgetState(id=self.widgets[label])
        if label == MONTH:
            state.string_value = f"{self.random.randint(1, 12)} 月"
        else:
            state.string_array_value.data.append(self.random.choice(self.regions))
        self.states[label] = state
        del self.face.rerun_script.widget_states.widgets[:]
        self.face.rerun_script.widget_states.widgets.extend(self.states.values())

    async def _until_drawn(self, line: ClientConnection) -> None:
        fresh: set[str] = set()
        while True:
            data = await line.recv()
            self.tally.received += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._read(message.delta.new_element)
            if message.metadata.cacheable:
                fresh.add(message.hash)
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                break
        if message.script_finished not in GOOD:
            self._note_error(f"script ended with {message.script_finished}")
        self.held = [self.held[1], fresh]

    def _read(self, element: Any) -> None:
        """Learns where the filters are and whether the page failed."""
        kind = element.WhichOneof("type")
        if kind == "selectbox" and element.selectbox.label == MONTH and element.selectbox.options[0].startswith(LATEST):
            self.widgets[MONTH] = element.selectbox.id
        elif kind == "multiselect" and element.multiselect.label == COUNTY:
            self.widgets[COUNTY] = element.multiselect.id
        elif kind == "exception":
            self._note_error(element.exception.message)
        elif kind == "alert" and "错误编号" in element.alert.body:
            self._note_error(element.alert.body)

    def _note_error(self, said: str) -> None:
        self.tally.errors.append(f"{self.page}: {said}")
