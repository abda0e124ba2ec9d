"""The adapter between two models, the Python ways.

    python extract_lora.py OUT WAY RANK BASE TUNED

WAY: a number, torch.svd_lowrank of the difference with q = 2 · rank and so many iterations; "full",
torch.linalg.svd of it in float32, the roots of its values in both factors, which is the formula of
mergekit-extract-lora (mergekit 0.1.5), without its graph of tasks.
"""

import sys

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from measured import measure


def factors(difference, rank, way):
    if way == "full":
        u, s, vh = torch.linalg.svd(difference, full_matrices=False)
    else:
        u, s, v = torch.svd_lowrank(difference, q=2 * rank, niter=int(way))
        vh = v.T
    roots = torch.sqrt(s[:rank])
    return (u[:, :rank] * roots).contiguous(), (roots[:, None] * vh[:rank]).contiguous()


def main(target, way, rank, base, tuned):
    made = {}
    with safe_open(base, "pt") as before, safe_open(tuned, "pt") as after:
        for name in after.keys():
            difference = after.get_tensor(name).float() - before.get_tensor(name).float()
            place = name.removesuffix(".weight")
            made[f"{place}.lora_B.weight"], made[f"{place}.lora_A.weight"] = factors(
                difference, int(rank), way
            )
    save_file(made, target)


measure(lambda: main(*sys.argv[1:]))
