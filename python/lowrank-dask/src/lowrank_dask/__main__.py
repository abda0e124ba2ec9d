"""Run by lowrank's `openCluster`: frames on standard input and output, Dask on the other side."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading

import numpy

from . import PROTOCOL, __version__
from .cluster import Cluster
from .frames import read_frame, write_frame
from .node_process import ShardProblem


def main() -> None:
    if sys.stdin.isatty():
        sys.exit("lowrank-dask is started by lowrank: see openCluster, or lowrank cluster --help")
    # Ctrl-C is for the driver, which then closes this process's input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever prints must not end up between frames.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Dask logs every lost worker with a traceback; the driver gets a sentence for it.
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    asyncio.run(_serve(out))
    out.close()


async def _serve(out) -> None:
    loop = asyncio.get_running_loop()
    inbox: asyncio.Queue = asyncio.Queue()
    threading.Thread(target=_read_all, args=(loop, inbox), daemon=True).start()
    bridge = _Bridge(out)
    write_frame(out, {"kind": "hello", "id": 0, "protocol": PROTOCOL, "version": __version__})
    work: asyncio.Task | None = None
    pending: list = []
    receive = asyncio.ensure_future(inbox.get())
    try:
        while True:
            if work is None and pending:
                work = asyncio.ensure_future(bridge.answer(*pending.pop(0)))
            await asyncio.wait(
                [receive, *([work] if work else [])], return_when=asyncio.FIRST_COMPLETED
            )
            if work is not None and work.done():
                work.result()
                work = None
            if receive.done():
                frame = receive.result()
                if frame is None:  # The driver is done, or gone.
                    break
                pending.append(frame)
                receive = asyncio.ensure_future(inbox.get())
    finally:
        if work is not None:
            bridge.stop()
            work.cancel()
            await asyncio.wait([work], timeout=1)
        await bridge.close()


def _read_all(loop: asyncio.AbstractEventLoop, inbox: asyncio.Queue) -> None:
    frame = ()
    while frame is not None:
        frame = read_frame(sys.stdin.buffer)
        loop.call_soon_threadsafe(inbox.put_nowait, frame)


class _Bridge:
    def __init__(self, out) -> None:
        self._out = out
        self._cluster: Cluster | None = None

    async def answer(self, head: dict, body: bytearray) -> None:
        number = head["id"]
        try:
            answer, product = await self._do(number, head, body)
        except ShardProblem as error:
            write_frame(self._out, {"kind": "failed", "id": number, "message": str(error)})
        except Exception as error:
            import traceback

            message = "".join(traceback.format_exception_only(error)).strip()
            where = "".join(traceback.format_tb(error.__traceback__)[-3:])
            write_frame(
                self._out,
                {"kind": "failed", "id": number, "message": f"lowrank-dask: {message}\n{where}"},
            )
        else:
            write_frame(self._out, {"kind": "done", "id": number, **answer}, product)

    async def _do(self, number: int, head: dict, body: bytearray) -> tuple[dict, memoryview]:
        if head["kind"] == "open":
            self._cluster = Cluster(head, self._notice)
            progress = lambda done, total: write_frame(  # noqa: E731
                self._out, {"kind": "progress", "id": number, "done": done, "total": total}
            )
            return await self._cluster.open(head, progress), memoryview(b"")
        product, about = await self._cluster.multiply(head, numpy.frombuffer(body))
        return about, memoryview(product).cast("B")

    def _notice(self, text: str) -> None:
        write_frame(self._out, {"kind": "notice", "text": text})

    def stop(self) -> None:
        if self._cluster is not None:
            self._cluster.closing = True

    async def close(self) -> None:
        if self._cluster is not None:
            await self._cluster.close()


if __name__ == "__main__":
    main()
