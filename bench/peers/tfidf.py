"""scikit-learn's TfidfVectorizer."""
from inputs import read_json, write_sparse
from vectorizer import vectorizer


def prepare(given):
    texts = read_json(given["texts"])

    def run():
        return vectorizer(given["stopWords"]).fit_transform(texts)

    def report(matrix):
        write_sparse(given["outputs"], matrix)
        return {"matrix": given["outputs"]}

    return run, report
