"""What PEFT makes of adapters: loads each on one base with random weights and compares.

Reads JSON from standard input: a list of { model, found, expected: [[weight, folder], …] }.
Prints JSON, an answer each. `update`: the largest ‖ΔW(found) − ΔW(expected, cut to the rank of found)‖_F of a module,
as a share of ‖ΔW(expected)‖_F, ΔW as PEFT scales it, in double precision. `outputs`: the largest
difference of the model's outputs with `found` loaded, against the base weights with those updates
added. Several EXPECTED are summed, each times its weight.
"""

import json
import sys
import warnings

import torch
from peft import PeftModel
from torch import nn

warnings.filterwarnings("ignore")
torch.set_num_threads(1)


class Pictures(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3)
        self.second = nn.Conv2d(8, 16, 1)

    def forward(self, x):
        return self.second(torch.relu(self.first(x)))


def make_base(kind):
    torch.manual_seed(1)
    if kind == "pictures":
        return Pictures(), {"x": torch.randn(2, 3, 9, 9)}
    from transformers import BertConfig, BertModel, GPT2Config, GPT2Model

    ids = torch.randint(0, 50, (2, 7))
    if kind == "gpt2":
        config = GPT2Config(n_embd=32, n_layer=2, n_head=4, vocab_size=50, n_positions=32)
        return GPT2Model(config), {"input_ids": ids}
    wide = kind == "minilm"
    config = BertConfig(
        hidden_size=384 if wide else 32,
        num_hidden_layers=6 if wide else 2,
        num_attention_heads=12 if wide else 4,
        intermediate_size=1536 if wide else 64,
        vocab_size=30522 if wide else 50,
        max_position_embeddings=512 if wide else 64,
    )
    return BertModel(config), {"input_ids": ids}


def load(kind, folder):
    base, inputs = make_base(kind)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        model = PeftModel.from_pretrained(base, folder)
    missing = [str(one.message) for one in said if "missing adapter keys" in str(one.message)]
    if missing:
        raise SystemExit(f"{folder}: {missing}")
    return model.eval(), inputs


def updates(model):
    found = {}
    for name, layer in model.named_modules():
        if not hasattr(layer, "get_delta_weight"):
            continue
        scale = layer.scaling["default"]
        if "default" in layer.lora_embedding_A:
            a, b = layer.lora_embedding_A["default"], layer.lora_embedding_B["default"]
        else:
            a, b = layer.lora_A["default"].weight, layer.lora_B["default"].weight
        a, b = a.detach().double().flatten(1), b.detach().double().flatten(1)
        found[name] = (scale * b @ a, a.shape[0], layer)
    return found


def cut(matrix, rank):
    u, s, v = torch.linalg.svd(matrix, full_matrices=False)
    return u[:, :rank] @ torch.diag(s[:rank]) @ v[:rank]


def answer(model, found, expected):
    found_model, inputs = load(model, found)
    found = updates(found_model)
    sums = {}
    for weight, folder in expected:
        for name, (delta, _, _) in updates(load(model, folder)[0]).items():
            sums[name] = sums.get(name, 0) + weight * delta
    assert sums.keys() == found.keys(), (sums.keys(), found.keys())
    worst = 0.0
    with torch.no_grad():
        out = found_model(**inputs)
        outputs = out if torch.is_tensor(out) else out.last_hidden_state
        for name, (delta, rank, layer) in found.items():
            best = cut(sums[name], rank)
            norm = sums[name].norm().item()
            worst = max(worst, (delta - best).norm().item() / norm if norm else delta.norm().item())
            weight = layer.base_layer.weight
            turn = getattr(layer, "fan_in_fan_out", False) or isinstance(layer.base_layer, nn.Embedding)
            add = best.T if turn else best
            weight += add.reshape(weight.shape).to(weight.dtype)
        with found_model.disable_adapter():
            out = found_model(**inputs)
        plain = out if torch.is_tensor(out) else out.last_hidden_state
    return {
        "modules": len(found),
        "ranks": sorted({rank for _, rank, _ in found.values()}),
        "update": worst,
        "outputs": (outputs - plain).abs().max().item(),
    }


print(json.dumps([answer(**question) for question in json.load(sys.stdin)]))
