"""A matrix on a Dask cluster: who has which shards, and products that survive losses."""

from __future__ import annotations

import asyncio
import concurrent.futures
import ssl
import time
import uuid
from collections.abc import Callable

import dask.config
import numpy
from distributed import Client, KilledWorker
from distributed.comm import CommClosedError
from distributed.comm.core import FatalCommClosedError

from . import PROTOCOL, tasks
from .node_process import ShardProblem
from .shards import list_shards

# Sums of this many parts are added at a worker, then of these.
FAN_IN = 8
# A worker that fails again and again is no accident.
MOST_REPETITIONS = 8
# Workers that are called, to see whether vectors can go past the scheduler.
CALLED = 8
# Seconds for a connection to a worker: one that was just lost refuses all that time.
REACH_SECONDS = 5

# What Dask raises when a worker, its data or the scheduler is lost.
LOSSES = (
    asyncio.CancelledError,
    concurrent.futures.CancelledError,
    KilledWorker,
    CommClosedError,
    OSError,
    asyncio.TimeoutError,
)

# What Dask raises where certificates differ, or its configuration lacks one, or its file.
REFUSALS = (FatalCommClosedError, FileNotFoundError, RuntimeError, TypeError, ssl.SSLError)


class Cluster:
    def __init__(self, question: dict, notice: Callable[[str], None]) -> None:
        self.address: str = question["scheduler"]
        self.connect_seconds: float = question["connectSeconds"]
        self.step_seconds: float = question["stepSeconds"]
        self.session = uuid.uuid4().hex[:12]
        given, own = question["workerCommand"], question["driverCommand"]
        self.commands = [given] if given else [*([own] if own else []), ["lowrank"]]
        self.notice = notice
        self.client: Client | None = None
        self.direct: bool | None = None
        self.parts: list[list[str]] = []
        self.rows: dict[str, int] = {}
        self.placed: list[str] = []
        self.asked: dict[int, object] = {}
        self.taker = ""
        self.repeated = 0
        self.closing = False

    async def open(self, question: dict, progress: Callable[[int, int], None]) -> dict:
        await self._connect()
        workers = await self._await_workers(question["workers"])
        await self._check_versions(workers)
        await self._choose_route(workers)
        shards = question["shards"]
        if isinstance(shards, str):
            shards = await self._repeat("listing the shards", lambda: self._list(shards))
        count = min(len(shards), question["parts"] or len(workers))
        cuts = [round(part * len(shards) / count) for part in range(count + 1)]
        self.parts = [shards[start:end] for start, end in zip(cuts, cuts[1:])]
        heads = await self._repeat("opening the shards", lambda: self._open_parts(progress))
        flat = [head for part in heads for head in part]
        for head in flat:
            if head["columns"] != flat[0]["columns"]:
                raise ShardProblem(
                    f"shard {head['place']} has {head['columns']} columns, {flat[0]['place']} has "
                    f"{flat[0]['columns']}; store all with one vocabulary"
                )
        self.rows = {head["place"]: head["rows"] for head in flat}
        return {"shards": flat, "parts": count}

    async def multiply(self, question: dict, block: numpy.ndarray):
        """The product, and what the driver is to know of it."""
        before = self.repeated
        kind, width, scale = question["kind"], question["width"], question["scale"]
        parts = self._select(set(question["shards"]))
        product, at_worker, arithmetic = await self._repeat(
            f"a product ({kind})", lambda: self._multiply(parts, kind, block, width, scale)
        )
        repeated = self.repeated - before
        seconds = {"workerSeconds": at_worker, "arithmeticSeconds": arithmetic}
        return product, {**seconds, "repeated": repeated}

    def _select(self, numbers: set[int]) -> list[tuple[int, list[str]]]:
        """Parts by their numbers, each with those of its shards that are asked for."""
        selected, first = [], 0
        for part, shards in enumerate(self.parts):
            chosen = [shard for at, shard in enumerate(shards, first) if at in numbers]
            first += len(shards)
            if chosen:
                selected.append((part, chosen))
        return selected

    async def close(self) -> None:
        if self.client is None:
            return
        if self.client.status == "running":
            try:
                await asyncio.wait_for(self.client.run(tasks.close_session, self.session), 3)
            except Exception:
                pass  # A process whose owner is gone ends by itself after five minutes.
        await self._drop_client()

    async def _connect(self) -> None:
        deadline = time.monotonic() + self.connect_seconds
        while True:
            left = deadline - time.monotonic()
            try:
                self.client = await Client(
                    self.address,
                    asynchronous=True,
                    timeout=max(1, left),
                    set_as_default=False,
                    direct_to_workers=self.direct,
                )
                self.client.rpc.timeout = REACH_SECONDS
                return
            except REFUSALS as error:
                raise ShardProblem(
                    f"{self.address} is refused as Dask is configured here ({_say(error)}); give "
                    "scheduler, workers and this machine certificates of one authority: "
                    "distributed.comm.tls with ca-file, and cert and key of client, scheduler "
                    "and worker"
                ) from error
            except (OSError, TimeoutError, asyncio.TimeoutError, CommClosedError) as error:
                if time.monotonic() >= deadline - 1:
                    raise ShardProblem(
                        f"no scheduler answers at {self.address} within {self.connect_seconds:g} s "
                        f"({_say(error)}); start it (dask scheduler), or check the address"
                    ) from error
                await asyncio.sleep(0.2)

    async def _await_workers(self, count: int) -> list[str]:
        deadline = time.monotonic() + self.connect_seconds
        while True:
            workers = sorted(await self.client.nthreads())
            if len(workers) >= count:
                return workers
            if time.monotonic() > deadline:
                raise ShardProblem(
                    f"{len(workers)} of {count} workers are there after "
                    f"{self.connect_seconds:g} s; start more: dask worker {self.address}"
                )
            await asyncio.sleep(0.1)

    async def _check_versions(self, workers: list[str]) -> None:
        found = await self.client.run(tasks.describe_worker, workers=workers, on_error="return")
        for worker, about in found.items():
            if isinstance(about, ModuleNotFoundError):
                raise ShardProblem(
                    f"worker {worker} has no package {about.name}; install it there: "
                    "pip install lowrank-dask"
                )
            if isinstance(about, Exception):
                raise about
            if about["protocol"] != PROTOCOL:
                raise ShardProblem(
                    f"lowrank-dask {about['version']} at worker {worker} speaks protocol "
                    f"{about['protocol']}, here protocol {PROTOCOL}; install one version on all "
                    "machines: pip install --upgrade lowrank-dask"
                )

    async def _choose_route(self, workers: list[str]) -> None:
        """Vectors go past the scheduler, unless workers cannot be reached from here."""
        chosen = dask.config.get("distributed.client.direct-to-workers", None)
        if chosen is None:
            called = workers[:: -(-len(workers) // CALLED)]
            calls = asyncio.gather(*(self.client.rpc(worker).identity() for worker in called))
            try:
                await asyncio.wait_for(calls, REACH_SECONDS)
                chosen = True
            except (OSError, asyncio.TimeoutError) as error:
                self.notice(
                    f"workers cannot be reached from here ({_say(error)}): vectors pass through "
                    "the scheduler, which costs it time and memory"
                )
                chosen = False
        self.client.direct_to_workers = self.direct = chosen

    async def _list(self, place: str) -> list[str]:
        return await self.client.submit(list_shards, place, pure=False)

    async def _open_parts(self, progress: Callable[[int, int], None]) -> list[list[dict]]:
        await self._place()
        futures = [
            self._submit(part, tasks.open_part, self.session, self.commands, shards)
            for part, shards in enumerate(self.parts)
        ]
        waiting = [asyncio.ensure_future(_result(future)) for future in futures]
        done = 0
        try:
            for one in asyncio.as_completed(waiting):
                await one
                done += 1
                progress(done, len(waiting))
            return [one.result() for one in waiting]
        finally:
            for one in waiting:
                one.cancel()

    async def _multiply(
        self,
        parts: list[tuple[int, list[str]]],
        kind: str,
        block: numpy.ndarray,
        width: int,
        scale: float,
    ):
        await self._place()
        first = self.placed[parts[0][0]]
        whole = None if kind == "transposed" else await self._scatter(block, first)
        start = 0
        futures = []
        for part, shards in parts:
            sent = whole
            if sent is None:
                end = start + width * sum(self.rows[shard] for shard in shards)
                sent = await self._scatter(block[start:end], self.placed[part])
                start = end
            arguments = (self.session, self.commands, shards, kind, sent, width, scale)
            futures.append(self._submit(part, tasks.multiply_part, *arguments))
        if kind == "multiply":
            found = await self._gather(futures)
            return numpy.concatenate([one for one, *_ in found]), *tasks.slowest(found)
        while len(futures) > FAN_IN:
            futures = [
                self.client.submit(tasks.add_parts, futures[at : at + FAN_IN], pure=False)
                for at in range(0, len(futures), FAN_IN)
            ]
        return tasks.add_parts(await self._gather(futures))

    async def _scatter(self, block: numpy.ndarray, worker: str):
        self.taker = worker
        sent = await self.client.scatter(
            block, hash=False, workers=[worker], timeout=REACH_SECONDS
        )
        self.taker = ""
        return sent

    async def _gather(self, futures: list) -> list:
        return await asyncio.gather(*map(_result, futures))

    def _submit(self, part: int, function, *args):
        self.asked[part] = future = self.client.submit(
            function,
            *args,
            workers=[self.placed[part]],
            allow_other_workers=True,
            pure=False,
            retries=0,
        )
        return future

    async def _place(self) -> None:
        """Gives each part a worker that is there: its own, while that lives."""
        workers = await self._await_workers(1)
        held = {worker: 0 for worker in workers}
        placed = []
        fair = -(-len(self.parts) // len(workers))
        for worker in self.placed or [None] * len(self.parts):
            keep = worker in held and held[worker] < fair
            placed.append(worker if keep else None)
            if keep:
                held[worker] += 1
        for part, worker in enumerate(placed):
            if worker is None:
                placed[part] = min(workers, key=held.get)
                held[placed[part]] += 1
        self.placed = placed

    async def _repeat(self, what: str, work: Callable):
        """Does work; again if a worker or the scheduler was lost meanwhile."""
        deadline = time.monotonic() + self.step_seconds
        for attempt in range(MOST_REPETITIONS + 1):
            try:
                return await asyncio.wait_for(work(), max(0.01, deadline - time.monotonic()))
            except LOSSES as error:
                if self.closing:
                    raise
                if time.monotonic() >= deadline - 0.05:
                    raise ShardProblem(self._too_slow(what)) from error
                if attempt == MOST_REPETITIONS:
                    raise ShardProblem(
                        f"{what} failed {attempt + 1} times, last with {_say(error)}; see the "
                        "logs of scheduler and workers"
                    ) from error
                self.repeated += len(self.parts) or 1
                self.notice(f"{what} is done again: {_say(error)}")
                await self._recover()

    async def _recover(self) -> None:
        """A scheduler that answers, the same or one started again."""
        try:
            await asyncio.wait_for(self.client.nthreads(), 5)
        except Exception:
            await self._drop_client()
            self.notice(f"the scheduler at {self.address} does not answer; connecting again")
            await self._connect()

    async def _drop_client(self) -> None:
        client, self.client = self.client, None
        try:
            await asyncio.wait_for(client.close(), 3)
        except Exception:
            pass  # It belongs to a scheduler that is gone.

    def _too_slow(self, what: str) -> str:
        late = [part for part, future in self.asked.items() if future.status == "pending"]
        busy = ", ".join(sorted({self.placed[part] for part in late})) or "an answer"
        who = f"{self.taker} to take its vectors" if self.taker else busy
        return (
            f"{what} took more than {self.step_seconds:g} s, waiting for {who}; "
            "look for a worker that hangs, or raise stepSeconds"
        )


async def _result(future):
    return await future.result()


def _say(error: BaseException) -> str:
    text = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
