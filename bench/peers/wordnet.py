"""Reads WordNet's definitions as src/data/glosses.ts does."""


def read_glosses(dictionary, classes, rows):
    """Texts and labels, class after class; `rows` chooses some of each class by their place in it (class -> list), None takes all.

    `classes` maps the two digits of a lexicographer's file to the name of the class, in the order wanted.
    """
    by_class = {name: [] for name in classes.values()}
    with open(dictionary, encoding="latin-1") as lines:
        for line in lines:
            if line.startswith(" "):  # the licence at the head of the file
                continue
            name = classes.get(line[9:11])
            if name is not None:
                by_class[name].append(line[line.index("|") + 1 : -1].split('"', 1)[0].rstrip(" ;:,(").lstrip())
    texts, labels = [], []
    for name, glosses in by_class.items():
        chosen = glosses if rows is None else [glosses[i] for i in rows[name]]
        texts += chosen
        labels += [name] * len(chosen)
    return texts, labels
