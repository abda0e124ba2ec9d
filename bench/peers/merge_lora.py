"""A weighted sum of adapters at a lower rank, the Python ways.

    python merge_lora.py OUT WAY RANK WEIGHTS FILE FILE …

WAY: "peft", PEFT's add_weighted_adapter(combination_type="svd") with the thin SVD (svd_full_matrices =
False), on a model of empty weights that hold no memory; "lowrank", torch.svd_lowrank(q = 2 · rank,
niter = 2) of the sum of products.
"""

import sys

import torch
from safetensors.torch import load_file, save_file

from measured import measure


def by_lowrank(parts, weights, rank):
    made = {}
    for down in (name for name in parts[0] if name.endswith("lora_A.weight")):
        up = down.replace("lora_A", "lora_B")
        total = sum(weight * (part[up] @ part[down]) for weight, part in zip(weights, parts))
        u, s, v = torch.svd_lowrank(total, q=2 * rank, niter=2)
        made[up] = (u[:, :rank] * s[:rank]).contiguous()
        made[down] = v[:, :rank].T.contiguous()
    return made


def empty_model(part):
    """Modules of the adapter's names and shapes; their weights are never touched."""
    root = torch.nn.Module()
    for down in (name for name in part if name.endswith("lora_A.weight")):
        *path, last = down.removesuffix(".lora_A.weight").split(".")
        place = root
        for name in path:
            if not hasattr(place, name):
                place.add_module(name, torch.nn.Module())
            place = getattr(place, name)
        rows = part[down.replace("lora_A", "lora_B")].shape[0]
        place.add_module(
            last, torch.nn.utils.skip_init(torch.nn.Linear, part[down].shape[1], rows, bias=False)
        )
    return root


def by_peft(parts, weights, rank):
    from peft import LoraConfig, get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict

    root = empty_model(parts[0])
    targets = sorted({name.split(".")[-3] for name in parts[0]})
    model = None
    for i, part in enumerate(parts):
        own = next(tensor.shape[0] for name, tensor in part.items() if "lora_A" in name)
        config = LoraConfig(r=own, lora_alpha=own, target_modules=targets)
        if model is None:
            model = get_peft_model(root, config, adapter_name="0")
        else:
            model.add_adapter(str(i), config)
        loaded = {f"base_model.model.{name}": tensor for name, tensor in part.items()}
        set_peft_model_state_dict(model, loaded, adapter_name=str(i))
    names = [str(i) for i in range(len(parts))]
    model.add_weighted_adapter(
        names, list(weights), "sum", combination_type="svd", svd_rank=rank, svd_full_matrices=False
    )
    made = get_peft_model_state_dict(model, adapter_name="sum")
    return {name.removeprefix("base_model.model."): one.contiguous() for name, one in made.items()}


def main(target, way, rank, weights, *files):
    parts = [load_file(file) for file in files]
    merge = {"peft": by_peft, "lowrank": by_lowrank}[way]
    save_file(merge(parts, [float(weight) for weight in weights.split(",")], int(rank)), target)


measure(lambda: main(*sys.argv[1:]))
