"""What Dask's workers run."""

from __future__ import annotations

import shutil
import time

import numpy

from . import PROTOCOL, __version__
from .node_process import ShardProblem, process_of, stop_process
from .shards import local_path, session_folder


def describe_worker() -> dict:
    return {"protocol": PROTOCOL, "version": __version__}


def open_part(session: str, commands: list, shards: list[str]) -> list[dict]:
    """Heads of shards, from lowrank."""
    with _located():
        head, _ = process_of(session, commands).ask(
            {"kind": "open", "shards": _places(session, shards)}
        )
    return [{"place": shard, **found} for shard, found in zip(shards, head["shards"])]


# A product, the seconds it took at its worker, and those of them in lowrank.
Product = tuple[numpy.ndarray, float, float]


def multiply_part(
    session: str,
    commands: list,
    shards: list[str],
    kind: str,
    block: numpy.ndarray,
    width: int,
    scale: float,
) -> Product:
    """A product with a part's shards."""
    start = time.perf_counter()
    question = {"kind": kind, "shards": _places(session, shards), "width": width, "scale": scale}
    with _located():
        body = memoryview(numpy.ascontiguousarray(block)).cast("B")
        head, product = process_of(session, commands).ask(question, body)
    return numpy.frombuffer(product), time.perf_counter() - start, head["seconds"]


def add_parts(parts: list[Product]) -> Product:
    """The sum in the order given, and the seconds of the slowest."""
    total = parts[0][0]
    for at, (part, *_) in enumerate(parts[1:]):
        # The first sum is a new array: what a worker holds stays as it is.
        total = numpy.add(total, part, out=total if at > 0 else None)
    return total, *slowest(parts)


def slowest(parts: list[Product]) -> tuple[float, float]:
    """Seconds at the worker, and in lowrank, each of the part that took most."""
    return max(part[1] for part in parts), max(part[2] for part in parts)


def close_session(session: str) -> None:
    stop_process(session)
    shutil.rmtree(session_folder(session), ignore_errors=True)


def _places(session: str, shards: list[str]) -> list[dict]:
    return [{"name": shard, "path": local_path(shard, session)} for shard in shards]


class _located:
    """Says at which worker a problem arose."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _, error, __) -> None:
        if isinstance(error, ShardProblem):
            from distributed import get_worker

            raise ShardProblem(f"worker {get_worker().address}: {error}") from error
