"""Runs one peer for the harness: python3 worker.py module input-as-JSON [--cold]

The module's prepare(input) loads the data and returns two functions: run(), which is timed, and report(value), which is not.
Answers go to file descriptor 3, one JSON object a line.
"""
import importlib
import json
import os
import resource
import sys
import time

answers = os.fdopen(3, "w")


def answer(**message):
    answers.write(json.dumps(message) + "\n")
    answers.flush()


def peak_bytes():
    """On Linux from VmHWM: getrusage's maxrss also counts what the parent held when it forked."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def resident_bytes():
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()
    except FileNotFoundError:
        return None


def cpu_seconds():
    """Of this process alone: workers of joblib live on, and the harness adds theirs."""
    return time.process_time()


def main():
    name, given = sys.argv[1:3]
    run, report = importlib.import_module(name).prepare(json.loads(given))
    if "--cold" in sys.argv:
        value = run()
        answer(output=report(value), peakBytes=peak_bytes(), cpuSeconds=cpu_seconds())
        return
    answer(ready=True, loadedBytes=resident_bytes())
    value = None
    for line in sys.stdin:
        if line.strip() == "run":
            before, started = cpu_seconds(), time.perf_counter()
            value = run()
            answer(seconds=time.perf_counter() - started, cpuSeconds=cpu_seconds() - before, peakBytes=peak_bytes())
        elif line.strip() == "report":
            answer(output=report(value))
        else:
            raise ValueError(f"the harness said {line!r}; the worker knows run and report")


main()
