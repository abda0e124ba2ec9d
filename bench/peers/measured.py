"""Runs a peer from file to file and prints JSON: processor and wall seconds, largest resident bytes."""

import json
import resource
import time


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(work):
    started, before = time.perf_counter(), processor_seconds()
    work()
    print(
        json.dumps(
            {
                "seconds": processor_seconds() - before,
                "wall": time.perf_counter() - started,
                "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            }
        )
    )
