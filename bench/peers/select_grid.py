"""GridSearchCV over the whole pipeline: every fold is vectorised and factored again for each rank."""
import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import Normalizer

from inputs import read_json
from processes import with_jobs
from vectorizer import vectorizer


def prepare(given):
    texts, labels, folds, ranks = (read_json(given["texts"]), read_json(given["labels"]), read_json(given["folds"]), given["ranks"])
    splits = [(np.array(fold["train"]), np.array(fold["test"])) for fold in folds]

    def run():
        steps = [("tfidf", vectorizer(given["stopWords"])), ("svd", TruncatedSVD(random_state=0))]
        if given["unitRows"]:
            steps.append(("unit", Normalizer()))
        steps.append(("classify", LogisticRegression(max_iter=10000)))
        search = GridSearchCV(Pipeline(steps), {"svd__n_components": ranks}, cv=splits, refit=False)
        with with_jobs(given["jobs"]):
            return search.fit(texts, labels)

    def report(search):
        results = search.cv_results_
        return {"scores": [[float(results[f"split{fold}_test_score"][i]) for fold in range(len(splits))] for i in range(len(ranks))]}

    return run, report
