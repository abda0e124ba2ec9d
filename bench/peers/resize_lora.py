"""An adapter at a lower rank, the Python way: multiply the factors out, take an SVD of the product.

    python resize_lora.py OUT IN RANK WAY [SCRIPT]

WAY: "script", the functions of kohya's resize_lora.py at SCRIPT; "lowrank", torch.svd_lowrank(q = 2 ·
rank, niter = 2) of the product; "svd", torch.linalg.svd of it, as PEFT merges.
"""

import ast
import logging
import sys

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tqdm import tqdm

from measured import measure


def script_functions(path):
    tree = ast.parse(open(path, encoding="utf-8").read())
    kept = (ast.FunctionDef, ast.Assign)
    unwanted = {"load_state_dict", "save_to_file", "resize", "setup_parser", "logger"}
    tree.body = [
        one
        for one in tree.body
        if isinstance(one, kept) and getattr(one, "name", getattr(getattr(one, "targets", [None])[0], "id", "")) not in unwanted
    ]
    names = {"torch": torch, "np": np, "tqdm": tqdm, "logger": logging.getLogger("resize")}
    exec(compile(tree, path, "exec"), names)
    return names


def cut(product, rank, way):
    if way == "svd":
        u, s, v = torch.linalg.svd(product, full_matrices=False)
        return u[:, :rank] * s[:rank], v[:rank]
    u, s, v = torch.svd_lowrank(product, q=2 * rank, niter=2)
    return u[:, :rank] * s[:rank], v[:, :rank].T


def resize(weights, rank, way):
    made = {}
    for name, down in weights.items():
        if not name.endswith("lora_A.weight"):
            continue
        up = name.replace("lora_A", "lora_B")
        made[up], made[name] = (one.contiguous() for one in cut(weights[up] @ down, rank, way))
    return made


def main(target, source, rank, way, script=None):
    weights = load_file(source)
    if way == "script":
        functions = script_functions(script)
        made, _, _ = functions["resize_lora_model"](
            weights, int(rank), int(rank), torch.float, "cpu", None, None, False
        )
    else:
        made = resize(weights, int(rank), way)
    save_file(made, target)


measure(lambda: main(*sys.argv[1:]))
