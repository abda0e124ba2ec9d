"""Processes of joblib whose linear algebra keeps to its share of the cores: else their threads fight."""
import os

from joblib import parallel_config


def with_jobs(jobs):
    share = max(1, len(os.sched_getaffinity(0)) // jobs) if hasattr(os, "sched_getaffinity") else 1
    return parallel_config(backend="loky", n_jobs=jobs, inner_max_num_threads=share)
