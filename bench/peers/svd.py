"""scikit-learn's TruncatedSVD of a sparse matrix: its randomised default, or ARPACK to full precision."""
import numpy as np
from sklearn.decomposition import TruncatedSVD

from inputs import read_sparse


def prepare(given):
    matrix = read_sparse(given["matrix"])

    def run():
        svd = TruncatedSVD(given["rank"], algorithm=given["algorithm"], random_state=0)
        svd.fit_transform(matrix)
        return svd

    def report(svd):
        np.save(given["outputs"] + ".values.npy", np.sort(svd.singular_values_)[::-1])
        np.save(given["outputs"] + ".v.npy", np.ascontiguousarray(svd.components_.T))
        return {"values": given["outputs"] + ".values.npy", "v": given["outputs"] + ".v.npy"}

    return run, report
