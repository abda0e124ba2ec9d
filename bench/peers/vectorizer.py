"""The vectoriser that every peer uses: the settings of `tfidfOptions` in bench/inputs/corpora.ts."""
from sklearn.feature_extraction.text import TfidfVectorizer


def vectorizer(stop_words):
    return TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words=stop_words)
