"""Everything from WordNet's files to the held-out accuracy, in one process: scikit-learn at its defaults."""
import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression

from inputs import read_json
from vectorizer import vectorizer
from wordnet import read_glosses


def prepare(given):
    def run():
        texts, labels = read_glosses(given["dictionary"], given["classes"], read_json(given["rows"]) if given["rows"] else None)
        held_out = np.arange(len(texts)) % 5 == 4
        labels = np.array(labels)
        train = [text for text, out in zip(texts, held_out) if not out]
        test = [text for text, out in zip(texts, held_out) if out]
        tfidf = vectorizer(given["stopWords"])
        svd = TruncatedSVD(given["rank"], random_state=0)
        model = LogisticRegression(max_iter=10000).fit(svd.fit_transform(tfidf.fit_transform(train)), labels[~held_out])
        return model.score(svd.transform(tfidf.transform(test)), labels[held_out])

    return run, lambda score: {"accuracy": float(score)}
