"""A line between browser and server on loopback: counts every byte, and is slow and far away when told to be."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

PIECE = 16_384


@dataclass
class Line:
    """The bytes that came down the line to the browser and, for a slow one, its speed and its distance."""

    server: int
    port: int = 0
    down: int = 0
    bytes_a_second: float | None = None
    round_trip: float = 0.0
    _free_at: float = 0.0

    def slow_down(self, megabits: float, round_trip_ms: float) -> None:
        """From now on the line carries so many Mbit/s down, and an answer takes so long to come."""
        self.bytes_a_second, self.round_trip = megabits * 1e6 / 8, round_trip_ms / 1000

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the browser, from its opening to its end."""
        await asyncio.sleep(self.round_trip)
        with suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.server)
            await asyncio.gather(self._carry(reader, far_writer, False), self._carry(far_reader, writer, True))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, down: bool) -> None:
        """Carries one direction: pieces travel half a round trip, and down the line one after the other."""
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.create_task(self._deliver(pieces, writer))
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                await pieces.put((await self._due(len(piece), down), piece))
        await pieces.put((0.0, b""))
        await arriving

    async def _due(self, size: int, down: bool) -> float:
        """When a piece arrives; waits while the line is busy, so that the server feels it too."""
        now = time.monotonic()
        if down:
            self.down += size
            if self.bytes_a_second:
                self._free_at = max(now, self._free_at) + size / self.bytes_a_second
                await asyncio.sleep(self._free_at - now)
        return time.monotonic() + self.round_trip / 2

    async def _deliver(self, pieces: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while True:
                due, piece = await pieces.get()
                if not piece:
                    break
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                writer.write(piece)
                await writer.drain()
        writer.close()


@contextmanager
def line(server: int) -> Iterator[Line]:
    """A line to a port of loopback for as long as the block lasts; `port` is the browser's end."""
    laid = Line(server)
    loop = asyncio.new_event_loop()
    listening = loop.run_until_complete(asyncio.start_server(laid.accept, "127.0.0.1", 0))
    laid.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield laid
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
