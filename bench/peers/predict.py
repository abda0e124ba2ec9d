"""A fitted scikit-learn pipeline that predicts new texts, one at a time or all at once."""
import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from inputs import read_json
from vectorizer import vectorizer


def prepare(given):
    texts, labels, every = read_json(given["texts"]), np.array(read_json(given["labels"])), given["every"]
    held_out = np.arange(len(texts)) % every == every - 1
    test = [text for text, out in zip(texts, held_out) if out]
    pipeline = make_pipeline(vectorizer(given["stopWords"]), TruncatedSVD(given["rank"], random_state=0), LogisticRegression(max_iter=10000))
    pipeline.fit([text for text, out in zip(texts, held_out) if not out], labels[~held_out])

    def run():
        return pipeline.predict(test) if given["batch"] else np.array([pipeline.predict([text])[0] for text in test])

    def report(predicted):
        return {"texts": len(test), "accuracy": float((predicted == labels[held_out]).mean())}

    return run, report
