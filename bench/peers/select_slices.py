"""The best Python for the job: texts counted once, each fold weighed and factored once at the largest rank, smaller ranks as slices of it.

With two jobs the folds run in two processes, each with its share of the cores for its linear algebra.
"""
import numpy as np
from joblib import Parallel, delayed
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from inputs import read_json
from processes import with_jobs


def score_fold(counts, labels, train, test, ranks, unit_rows):
    documents = np.bincount(counts[train].indices, minlength=counts.shape[1])
    kept = counts[:, documents >= 2]
    tfidf = TfidfTransformer(sublinear_tf=True)
    svd = TruncatedSVD(max(ranks), random_state=0)
    train_rows = svd.fit_transform(tfidf.fit_transform(kept[train]))
    test_rows = svd.transform(tfidf.transform(kept[test]))
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
        counts = CountVectorizer(stop_words=given["stopWords"]).fit_transform(texts)
        with with_jobs(given["jobs"]):
            return Parallel()(
                delayed(score_fold)(counts, labels, np.array(fold["train"]), np.array(fold["test"]), given["ranks"], given["unitRows"])
                for fold in folds
            )

    def report(by_fold):
        return {"scores": np.array(by_fold).T.tolist()}

    return run, report
