"""The process of lowrank beside a Dask worker, which does the arithmetic."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
from typing import BinaryIO

try:
    from fcntl import F_SETPIPE_SZ, fcntl
except ImportError:  # Linux alone has it.
    fcntl = None

from . import PROTOCOL
from .frames import read_frame, write_frame


class ShardProblem(Exception):
    """What no repetition mends: its message says what, where and the remedy."""


class NodeProcess:
    """Answers one question at a time; starts again if it was ended in between."""

    def __init__(self, commands: list[list[str]]) -> None:
        self._commands = commands
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._said = tempfile.TemporaryFile()
        self._closed = False
        self.pid = 0
        self.version = ""

    def ask(self, head: dict, body=b"") -> tuple[dict, bytearray]:
        with self._lock:
            if self._closed:
                raise _closed()
            for attempt in range(2):
                process = self._process or self._start()
                answer = _converse(process, head, body)
                if answer is not None:
                    break
                # Ended by a rest of five minutes, or by the system: a second time is no accident.
                problem = self._why()
                self._stop()
                if attempt == 1:
                    raise ShardProblem(problem)
        if answer[0]["kind"] == "failed":
            raise ShardProblem(answer[0]["message"])
        return answer

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._stop()

    def _start(self) -> subprocess.Popen:
        command = _find_command(self._commands)
        self._said.seek(0)
        self._said.truncate()
        try:
            process = subprocess.Popen(
                [*command, "cluster", "serve"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
            )
        except OSError as error:
            raise ShardProblem(
                f"{shlex.join(command)} cannot be started ({error}); install lowrank there: "
                "npm install -g lowrank, or name its command: workerCommand"
            ) from error
        self._process, self.pid = process, process.pid
        for pipe in (process.stdin, process.stdout):
            _widen(pipe)
        hello = read_frame(process.stdout)
        if hello is None:
            problem = self._why()
            self._stop()
            raise ShardProblem(f"{shlex.join(command)}: {problem}")
        self.version = hello[0].get("version", "?")
        if hello[0].get("protocol") != PROTOCOL:
            self._stop()
            raise ShardProblem(
                f"lowrank {self.version} ({shlex.join(command)}) speaks protocol "
                f"{hello[0].get('protocol')}, lowrank-dask there protocol {PROTOCOL}; install "
                "versions of one release on all machines"
            )
        return process

    def _why(self) -> str:
        try:
            code = self._process.wait(10)
        except subprocess.TimeoutExpired:
            code = None
        self._said.seek(0)
        said = self._said.read()[-2000:].decode(errors="replace").strip()
        how = f"signal {signal.Signals(-code).name}" if code and code < 0 else f"code {code}"
        hint = said or "it may have been out of memory: smaller shards or fewer workers a machine"
        return f"the process of lowrank ended with {how}; {hint}"

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                pipe.close()
            except OSError:
                pass  # What was not sent to an ended process cannot be flushed.


def _widen(pipe: BinaryIO) -> None:
    """A megabyte at a time instead of 64 KiB: a process sleeps and wakes less often."""
    if fcntl is not None:
        try:
            fcntl(pipe, F_SETPIPE_SZ, 2**20)
        except OSError:
            pass  # The user's pipes hold all that the system allows them.


def _converse(process: subprocess.Popen, head: dict, body) -> tuple[dict, bytearray] | None:
    try:
        write_frame(process.stdin, head, body)
    except OSError:
        return None
    return read_frame(process.stdout)


def _find_command(commands: list[list[str]]) -> list[str]:
    """The first that is there: of the environment, of the driver, the command lowrank."""
    own = os.environ.get("LOWRANK_COMMAND")
    candidates = [shlex.split(own)] if own else commands
    for command in candidates:
        if all(shutil.which(part) or not os.path.isabs(part) for part in command[:1]) and all(
            os.path.exists(part) for part in command[1:] if os.path.isabs(part)
        ):
            if shutil.which(command[0]):
                return command
    tried = ", ".join(shlex.join(command) for command in candidates)
    raise ShardProblem(
        f"there is no command {tried}; install lowrank there: npm install -g lowrank, or name "
        "its command: workerCommand here, LOWRANK_COMMAND there"
    )


_processes: dict[str, NodeProcess] = {}
# Sessions whose driver is done or gone: a task of theirs that comes late starts nothing.
_ended: set[str] = set()
_guard = threading.Lock()


def process_of(session: str, commands: list[list[str]]) -> NodeProcess:
    """The process of a driver's session beside this worker."""
    with _guard:
        if session in _ended:
            raise _closed()
        if session not in _processes:
            _processes[session] = NodeProcess(commands)
        return _processes[session]


def stop_process(session: str) -> None:
    with _guard:
        _ended.add(session)
        process = _processes.pop(session, None)
    if process is not None:
        process.close()


def _closed() -> ShardProblem:
    return ShardProblem("the driver has closed its matrix; open it again with openCluster")
