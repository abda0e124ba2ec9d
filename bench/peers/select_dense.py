"""Rank selection on a dense matrix: each fold factored once by ARPACK, smaller ranks as slices."""
import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression

from inputs import read_json


def prepare(given):
    features, labels, folds, ranks = np.load(given["features"]), np.array(read_json(given["labels"])), read_json(given["folds"]), given["ranks"]

    def score_fold(train, test):
        svd = TruncatedSVD(max(ranks), algorithm="arpack").fit(features[train])
        a, b = svd.transform(features[train]), svd.transform(features[test])
        return [LogisticRegression(max_iter=10000).fit(a[:, :k], labels[train]).score(b[:, :k], labels[test]) for k in ranks]

    def run():
        return [score_fold(fold["train"], fold["test"]) for fold in folds]

    return run, lambda by_fold: {"scores": np.array(by_fold).T.tolist()}
