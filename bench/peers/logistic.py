"""Logistic regression as Python has it: scikit-learn's solvers, or scikit-learn-intelex, with enough steps to converge."""
import numpy as np

from inputs import read_json


def create_model(solver):
    settings = {"max_iter": 10000}
    if solver == "sklearnex":
        from sklearnex.linear_model import LogisticRegression
    else:
        from sklearn.linear_model import LogisticRegression

        settings["solver"] = solver
    return LogisticRegression(**settings)


def prepare(given):
    features = np.load(given["features"])
    labels = np.array(read_json(given["labels"]))

    def run():
        return create_model(given["solver"]).fit(features, labels)

    def report(model):
        np.save(given["outputs"] + ".weights.npy", model.coef_)
        np.save(given["outputs"] + ".intercepts.npy", model.intercept_)
        return {
            "weights": given["outputs"] + ".weights.npy",
            "intercepts": given["outputs"] + ".intercepts.npy",
            "iterations": int(np.max(model.n_iter_)),
            "accuracy": float((model.predict(features) == labels).mean()),
        }

    return run, report
