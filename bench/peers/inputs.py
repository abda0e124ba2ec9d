"""Reads and writes what bench/inputs/files.ts does."""
import json

import numpy as np
from scipy.sparse import csr_matrix


def read_json(file):
    with open(file, encoding="utf-8") as stream:
        return json.load(stream)


def read_sparse(prefix):
    shape = read_json(prefix + ".json")
    return csr_matrix(
        (
            np.fromfile(prefix + ".values", dtype=np.float64),
            np.fromfile(prefix + ".indices", dtype=np.int32),
            np.fromfile(prefix + ".offsets", dtype=np.int32),
        ),
        shape=(shape["rows"], shape["columns"]),
    )


def write_sparse(prefix, matrix):
    matrix.sort_indices()
    matrix.indptr.astype(np.int32).tofile(prefix + ".offsets")
    matrix.indices.astype(np.int32).tofile(prefix + ".indices")
    matrix.data.astype(np.float64).tofile(prefix + ".values")
    with open(prefix + ".json", "w", encoding="utf-8") as stream:
        json.dump({"rows": matrix.shape[0], "columns": matrix.shape[1]}, stream)
