"""Truncated SVDs of a sparse matrix as Python has them, each with one setting of its accuracy.

program: "sklearn", TruncatedSVD at its defaults (randomised) or with "algorithm" and "tol"; "propack",
SciPy's svds(solver="propack", tol); "primme", primme.svds(tol); "torch", torch.svd_lowrank(q, niter) in
double precision.
"""
import os

os.environ.setdefault("SCIPY_USE_PROPACK", "1")  # SciPy before 1.11 asks for it
import numpy as np  # noqa: E402

from inputs import read_sparse  # noqa: E402


def sklearn(matrix, rank, given):
    from sklearn.decomposition import TruncatedSVD

    algorithm = given.get("algorithm", "randomized")
    svd = TruncatedSVD(rank, algorithm=algorithm, tol=given.get("tol", 0.0), random_state=0)
    svd.fit_transform(matrix)
    return svd.singular_values_, svd.components_.T


def propack(matrix, rank, given):
    from scipy.sparse.linalg import svds

    start = np.random.default_rng(0).uniform(size=matrix.shape[0])
    _, values, vt = svds(matrix, rank, solver="propack", tol=given["tol"], v0=start)
    return values, vt.T


def primme(matrix, rank, given):
    import primme

    # It draws its start from NumPy's global generator.
    np.random.seed(0)
    _, values, vt = primme.svds(matrix, rank, tol=given["tol"])
    return values, vt.T


def torch_lowrank(matrix, rank, given):
    import torch

    torch.manual_seed(0)
    offsets, columns, values = (torch.from_numpy(one) for one in (matrix.indptr, matrix.indices, matrix.data))
    tensor = torch.sparse_csr_tensor(offsets, columns, values, matrix.shape)
    _, found, v = torch.svd_lowrank(tensor, q=given["q"], niter=given["niter"])
    return found[:rank].numpy(), v[:, :rank].numpy()


programs = {"sklearn": sklearn, "propack": propack, "primme": primme, "torch": torch_lowrank}


def prepare(given):
    matrix = read_sparse(given["matrix"])
    program = programs[given["program"]]

    def run():
        return program(matrix, given["rank"], given)

    def report(found):
        values, v = found
        largest_first = np.argsort(values)[::-1]
        np.save(given["outputs"] + ".values.npy", np.ascontiguousarray(values[largest_first]))
        np.save(given["outputs"] + ".v.npy", np.ascontiguousarray(v[:, largest_first]))
        return {"values": given["outputs"] + ".values.npy", "v": given["outputs"] + ".v.npy"}

    return run, report
