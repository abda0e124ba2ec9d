"""The best Python for the job: each fold vectorised and factored once at the largest rank, smaller ranks as slices of it.

With two jobs the folds run in two processes, which pays more than threads inside the linear algebra.
"""
import numpy as np
from joblib import Parallel, delayed
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from inputs import read_json
from vectorizer import vectorizer


def score_fold(texts, labels, train, test, ranks, unit_rows, stop_words):
    tfidf = vectorizer(stop_words)
    svd = TruncatedSVD(max(ranks), random_state=0)
    train_rows = svd.fit_transform(tfidf.fit_transform([texts[i] for i in train]))
    test_rows = svd.transform(tfidf.transform([texts[i] for i in test]))
    scores = []
    for rank in ranks:
        a, b = train_rows[:, :rank], test_rows[:, :rank]
        if unit_rows:
            a, b = normalize(a), normalize(b)
        scores.append(LogisticRegression(max_iter=10000).fit(a, labels[train]).score(b, labels[test]))
    return scores


def prepare(given):
    texts, labels, folds = read_json(given["texts"]), np.array(read_json(given["labels"])), read_json(given["folds"])

    def run():
        return Parallel(n_jobs=given["jobs"])(
            delayed(score_fold)(texts, labels, np.array(fold["train"]), np.array(fold["test"]), given["ranks"], given["unitRows"], given["stopWords"])
            for fold in folds
        )

    def report(by_fold):
        return {"scores": np.array(by_fold).T.tolist()}

    return run, report
