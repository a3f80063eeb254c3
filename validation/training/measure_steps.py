#!/usr/bin/env python3
"""Times training steps of transformers on one GPU with PyTorch, for the case `measured_steps`.

    python3 measure_steps.py OUT.csv [--seconds S] [--only ID,ID]

writes one row a run to OUT.csv (columns: validation/training/MEASURED_STEPS.md) and what it ran on to
OUT.toml. It sets nothing on the device. Weights and gradients are bf16; the optimiser holds weights and
moments in fp32. A run that fails leaves a line on standard error and no row.
"""

import argparse
import csv
import dataclasses
import datetime
import gc
import platform
import statistics
import sys
import time
import traceback

import torch
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.checkpoint import checkpoint


@dataclasses.dataclass(frozen=True)
class Run:
    id: str
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_size: int
    ffn: int
    vocabulary: int
    gated: bool
    tied: bool
    sequence: int
    micro_batch: int
    micro_batches: int = 4
    attention: str = "fused"  # or "plain": scores go through memory
    elements: str = "plain"  # each operation a kernel; or "fused": torch.compile
    recompute: str = "none"  # or "full"
    dropout: float = 0.0
    biases: bool = False
    lora_rank: int = 0  # beside the products of attention
    experts: int = 0
    experts_per_token: int = 0


GPT_800M = dict(layers=16, hidden=2048, heads=8, kv_heads=8, head_size=256, ffn=8192, vocabulary=50304,
                gated=False, tied=True, sequence=2048, micro_batch=4, biases=True, dropout=0.1)
GPT_125M = dict(layers=12, hidden=768, heads=12, kv_heads=12, head_size=64, ffn=3072, vocabulary=50304,
                gated=False, tied=True, sequence=1024, biases=True)
LLAMA_1B = dict(layers=16, hidden=2048, heads=32, kv_heads=8, head_size=64, ffn=8192, vocabulary=128256,
                gated=True, tied=True, sequence=8192, micro_batch=1)
LLAMA_3B = dict(layers=28, hidden=3072, heads=24, kv_heads=8, head_size=128, ffn=8192, vocabulary=128256,
                gated=True, tied=True, sequence=8192, micro_batch=1)
LLAMA_8B = dict(layers=32, hidden=4096, heads=32, kv_heads=8, head_size=128, ffn=14336, vocabulary=128256,
                gated=True, tied=False, sequence=8192, micro_batch=1)
QWEN_30B = dict(hidden=2048, heads=32, kv_heads=4, head_size=128, ffn=768, vocabulary=151936, gated=True,
                tied=False, sequence=4096, micro_batch=1, experts=128, experts_per_token=8)

RUNS = [
    Run("gpt-125m-b1", **GPT_125M, micro_batch=1),
    Run("gpt-125m-b4", **GPT_125M, micro_batch=4),
    Run("gpt-125m-b16", **GPT_125M, micro_batch=16),
    Run("gpt-800m", **GPT_800M),
    Run("gpt-800m-heads-128", **{**GPT_800M, "heads": 16, "kv_heads": 16, "head_size": 128}),
    Run("gpt-800m-plain-attention",
        **{**GPT_800M, "heads": 16, "kv_heads": 16, "head_size": 128, "attention": "plain"}),
    Run("llama-8b-lora", **{**LLAMA_8B, "sequence": 4096}, lora_rank=16),
    Run("llama-1b", **LLAMA_1B),
    Run("llama-3b-recompute", **LLAMA_3B, recompute="full"),
    Run("qwen-30b-3-layers", **QWEN_30B, layers=3),
    Run("gpt-800m-b8", **{**GPT_800M, "micro_batch": 8}),
    Run("llama-8b-lora-recompute", **LLAMA_8B, lora_rank=16, recompute="full"),
    Run("llama-1b-512", **{**LLAMA_1B, "sequence": 512}),
    Run("qwen-30b-3-layers-512", **{**QWEN_30B, "sequence": 512}, layers=3),
    Run("llama-1b-fused", **LLAMA_1B, elements="fused"),
    Run("gpt-800m-fused", **{**GPT_800M, "heads": 16, "kv_heads": 16, "head_size": 128, "dropout": 0.0,
                             "elements": "fused"}),
    Run("gpt-125m-b4-fused", **GPT_125M, micro_batch=4, elements="fused"),
    Run("llama-3b-recompute-fused", **LLAMA_3B, recompute="full", elements="fused"),
    Run("llama-8b-lora-fused", **{**LLAMA_8B, "sequence": 4096}, lora_rank=16, elements="fused"),
]


class Linear(torch.nn.Module):
    def __init__(self, inputs, outputs, bias, rank=0, frozen=False):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(outputs, inputs) * 0.02, requires_grad=not frozen)
        self.bias = torch.nn.Parameter(torch.zeros(outputs)) if bias else None
        self.down = torch.nn.Parameter(torch.randn(rank, inputs) * 0.02) if rank else None
        self.up = torch.nn.Parameter(torch.zeros(outputs, rank)) if rank else None

    def forward(self, x):
        y = F.linear(x, self.weight, self.bias)
        if self.down is not None:
            y = y + F.linear(F.linear(x, self.down), self.up) * 2.0
        return y


class Norm(torch.nn.Module):
    def __init__(self, width, bias, frozen):
        super().__init__()
        self.width = (width,)
        self.weight = torch.nn.Parameter(torch.ones(width), requires_grad=not frozen)
        self.bias = torch.nn.Parameter(torch.zeros(width)) if bias else None

    def forward(self, x):
        if self.bias is not None:
            return F.layer_norm(x, self.width, self.weight, self.bias)
        return F.rms_norm(x, self.width, self.weight)


def rotated(x, cosine, sine):
    first, second = x.chunk(2, -1)
    return x * cosine + torch.cat((-second, first), -1) * sine


grouped_product = getattr(F, "grouped_mm", None) or getattr(torch, "_grouped_mm", None)


class Experts(torch.nn.Module):
    def __init__(self, run):
        super().__init__()
        self.count, self.chosen = run.experts, run.experts_per_token
        self.router = Linear(run.hidden, run.experts, False)
        self.up = torch.nn.Parameter(torch.randn(run.experts, run.hidden, 2 * run.ffn) * 0.02)
        self.down = torch.nn.Parameter(torch.randn(run.experts, run.ffn, run.hidden) * 0.02)

    def forward(self, x):
        shape = x.shape
        x = x.reshape(-1, shape[-1])
        scores = F.softmax(self.router(x).float(), -1)
        weights, experts = scores.topk(self.chosen, -1)
        weights = (weights / weights.sum(-1, keepdim=True)).to(x.dtype)
        order = experts.reshape(-1).argsort()
        chosen = torch.zeros(self.count, dtype=torch.int32, device=x.device)
        chosen.index_add_(0, experts.reshape(-1), torch.ones_like(order, dtype=torch.int32))
        ends = chosen.cumsum(0).to(torch.int32)
        tokens = order // self.chosen
        gate, up = grouped_product(x[tokens], self.up, offs=ends).chunk(2, -1)
        y = grouped_product(F.silu(gate) * up, self.down, offs=ends)
        y = y * weights.reshape(-1)[order].unsqueeze(-1)
        return torch.zeros_like(x).index_add_(0, tokens, y).reshape(shape)


class Layer(torch.nn.Module):
    def __init__(self, run):
        super().__init__()
        frozen = run.lora_rank > 0
        self.run = run
        self.queries, self.keys = run.heads * run.head_size, run.kv_heads * run.head_size
        self.first = Norm(run.hidden, run.biases, frozen)
        self.entry = Linear(run.hidden, self.queries + 2 * self.keys, run.biases, run.lora_rank, frozen)
        self.exit = Linear(self.queries, run.hidden, run.biases, run.lora_rank, frozen)
        self.second = Norm(run.hidden, run.biases, frozen)
        if run.experts:
            self.experts = Experts(run)
        else:
            self.up = Linear(run.hidden, (2 if run.gated else 1) * run.ffn, run.biases, 0, frozen)
            self.down = Linear(run.ffn, run.hidden, run.biases, 0, frozen)

    def attend(self, q, k, v):
        run = self.run
        groups = run.heads != run.kv_heads
        if run.attention == "fused":
            return F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=groups,
                                                  dropout_p=run.dropout)
        scores = (q @ k.transpose(-1, -2)) * run.head_size**-0.5
        scores = scores.masked_fill(self.mask, float("-inf"))
        return F.dropout(F.softmax(scores, -1), run.dropout) @ v

    def forward(self, x, cosine, sine):
        run = self.run
        batch, sequence, _ = x.shape
        q, k, v = self.entry(self.first(x)).split((self.queries, self.keys, self.keys), -1)
        q = rotated(q.reshape(batch, sequence, run.heads, run.head_size).transpose(1, 2), cosine, sine)
        k = rotated(k.reshape(batch, sequence, run.kv_heads, run.head_size).transpose(1, 2), cosine, sine)
        v = v.reshape(batch, sequence, run.kv_heads, run.head_size).transpose(1, 2)
        y = self.attend(q, k, v).transpose(1, 2).reshape(batch, sequence, self.queries)
        x = x + F.dropout(self.exit(y), run.dropout)
        y = self.second(x)
        if run.experts:
            y = self.experts(y)
        elif run.gated:
            gate, up = self.up(y).chunk(2, -1)
            y = self.down(F.silu(gate) * up)
        else:
            y = self.down(F.gelu(self.up(y), approximate="tanh"))
        return x + F.dropout(y, run.dropout)


def loss_of(x, output, targets):
    logits = F.linear(x, output).float()
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1))


class Model(torch.nn.Module):
    def __init__(self, run):
        super().__init__()
        self.run, self.loss = run, loss_of
        frozen = run.lora_rank > 0
        self.embedding = torch.nn.Parameter(torch.randn(run.vocabulary, run.hidden) * 0.02,
                                            requires_grad=not frozen)
        self.layers = torch.nn.ModuleList(Layer(run) for _ in range(run.layers))
        self.norm = Norm(run.hidden, run.biases, frozen)
        self.output = None if run.tied else torch.nn.Parameter(
            torch.randn(run.vocabulary, run.hidden) * 0.02, requires_grad=not frozen)

    def prepare(self):
        run = self.run
        angles = torch.outer(torch.arange(run.sequence, device="cuda").float(),
                             10000.0 ** -(torch.arange(0, run.head_size, 2, device="cuda").float() /
                                          run.head_size))
        angles = torch.cat((angles, angles), -1)
        self.cosine, self.sine = angles.cos().to(torch.bfloat16), angles.sin().to(torch.bfloat16)
        if run.attention == "plain":
            mask = torch.ones(run.sequence, run.sequence, dtype=torch.bool, device="cuda").triu(1)
            for layer in self.layers:
                layer.mask = mask

    def fuse(self):
        """A layer at a time: one compilation serves all."""
        self.loss = torch.compile(loss_of)
        for layer in self.layers:
            layer.compile()

    def forward(self, tokens, targets):
        x = F.embedding(tokens, self.embedding)
        for layer in self.layers:
            if self.run.recompute == "full":
                x = checkpoint(layer, x, self.cosine, self.sine, use_reentrant=False)
            else:
                x = layer(x, self.cosine, self.sine)
        return self.loss(self.norm(x), self.embedding if self.output is None else self.output, targets)


class Adam:
    """Weights, moments in fp32; gradients clipped by their norm; new weights in bf16."""

    def __init__(self, parameters):
        self.weights = list(parameters)
        self.masters = [torch.nn.Parameter(w.detach().float()) for w in self.weights]
        self.adam = torch.optim.AdamW(self.masters, lr=1e-5, fused=True)

    def step(self):
        for master, weight in zip(self.masters, self.weights):
            master.grad = weight.grad.float()
            weight.grad = None
        torch.nn.utils.clip_grad_norm_(self.masters, 1.0)
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)
        torch._foreach_copy_([w.data for w in self.weights], [m.data for m in self.masters])


class Watts:
    """Mean power by the device's energy counter; None where NVML is not there."""

    def __init__(self):
        try:
            import pynvml
            pynvml.nvmlInit()
            self.nvml, self.device = pynvml, pynvml.nvmlDeviceGetHandleByIndex(0)
            self.joules()
        except Exception:
            self.nvml = None

    def joules(self):
        return self.nvml.nvmlDeviceGetTotalEnergyConsumption(self.device) / 1e3 if self.nvml else None

    def clock(self):
        return self.nvml.nvmlDeviceGetClockInfo(self.device, 1) * 1e6 if self.nvml else None

    def driver(self):
        return str(self.nvml.nvmlSystemGetDriverVersion()) if self.nvml else ""


def kind_of(kernel):
    name = kernel.lower()
    if "flash" in name or "fmha" in name or "sdpa" in name:
        return "attention"
    if any(word in name for word in ("gemm", "nvjet", "cutlass", "xmma", "cublas", "grouped")):
        return "products"
    return "elements"


def profiled(step):
    """Launches of one step, and for how long the kernels of each kind ran."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
        step()
        torch.cuda.synchronize()
    seconds = {"products": 0.0, "attention": 0.0, "elements": 0.0}
    launches = 0
    for event in profile.events():
        if event.device_type != torch.autograd.DeviceType.CUDA or getattr(event, "is_user_annotation", False):
            continue
        launches += 1
        seconds[kind_of(event.name)] += event.time_range.elapsed_us() * 1e-6
    return launches, seconds


def measure(run, watts, seconds):
    torch.manual_seed(1)
    torch.set_default_dtype(torch.bfloat16)
    with torch.device("cuda"):
        model = Model(run)
    torch.set_default_dtype(torch.float32)
    model.prepare()
    if run.elements == "fused":
        model.fuse()
    trained = [p for p in model.parameters() if p.requires_grad]
    adam = Adam(trained)
    tokens = torch.randint(run.vocabulary, (run.micro_batches, run.micro_batch, run.sequence + 1),
                           device="cuda")

    def step():
        for batch in tokens:
            model(batch[:, :-1], batch[:, 1:]).backward()
        adam.step()

    begin = time.monotonic()
    step()
    step()
    torch.cuda.synchronize()
    ready = time.monotonic() - begin
    torch.cuda.reset_peak_memory_stats()
    samples, hosts, clocks = [], [], []
    torch.cuda.synchronize()
    joules, begin = watts.joules(), time.monotonic()
    while len(samples) < 5 or (time.monotonic() - begin < seconds and len(samples) < 200):
        start = time.perf_counter()
        step()
        hosts.append(time.perf_counter() - start)
        torch.cuda.synchronize()
        samples.append(time.perf_counter() - start)
        if watts.nvml:
            clocks.append(watts.clock())
    elapsed = time.monotonic() - begin
    power = (watts.joules() - joules) / elapsed if watts.nvml else None
    peak = torch.cuda.max_memory_allocated()
    launches, parts = profiled(step)
    samples.sort()
    row = dataclasses.asdict(run)
    row.update({
        "weights": sum(p.numel() for p in model.parameters()),
        "trained": sum(p.numel() for p in trained),
        "steps": len(samples),
        "median_s": statistics.median(samples),
        "p10_s": samples[len(samples) // 10],
        "p90_s": samples[-1 - len(samples) // 10],
        "host_s": statistics.median(hosts),
        "launches": launches,
        "products_s": parts["products"],
        "attention_s": parts["attention"],
        "elements_s": parts["elements"],
        "memory_bytes": peak,
        "power_w": power,
        "clock_hz": statistics.mean(clocks) if clocks else None,
    })
    print(f"{run.id}: {row['median_s'] * 1e3:.1f} ms, host {row['host_s'] * 1e3:.1f} ms, {launches} launches, "
          f"products {parts['products'] * 1e3:.1f}, attention {parts['attention'] * 1e3:.1f}, "
          f"elements {parts['elements'] * 1e3:.1f} ms, {peak / 1e9:.1f} GB, {power} W, ready in {ready:.0f} s",
          file=sys.stderr, flush=True)
    return row


def timed(work, repeats=10):
    for _ in range(2):
        work()
    begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    begin.record()
    for _ in range(repeats):
        work()
    end.record()
    torch.cuda.synchronize()
    return begin.elapsed_time(end) * 1e-3 / repeats


LIBRARIES = {"FlashAttention": SDPBackend.FLASH_ATTENTION, "cuDNN": SDPBackend.CUDNN_ATTENTION}


def attention_rows():
    """Causal attention alone: heads of all sequences, tokens, elements of a head."""
    for name, backend in LIBRARIES.items():
        for head_size in (64, 128, 256):
            for tokens in (512, 1024, 2048, 4096, 8192, 16384):
                heads = max(32, 2**18 // tokens)  # enough for a fifth of a millisecond
                try:
                    q, k, v = (torch.randn(1, heads, tokens, head_size, device="cuda", dtype=torch.bfloat16,
                                           requires_grad=True) for _ in range(3))
                    gradient = torch.randn_like(q)
                    with sdpa_kernel(backend):
                        forward = timed(lambda: F.scaled_dot_product_attention(q, k, v, is_causal=True))
                        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
                        backward = timed(lambda: torch.autograd.grad(y, (q, k, v), gradient, retain_graph=True))
                    yield {"library": name, "heads": heads, "tokens": tokens, "head_size": head_size,
                           "forward_s": forward, "backward_s": backward}
                except Exception as error:
                    print(f"{name} {heads}x{tokens}x{head_size}: {str(error).splitlines()[0]}", file=sys.stderr)


def write(rows, file):
    with open(file, "w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out")
    options.add_argument("--seconds", type=float, default=3600, help="begin no further run after this time")
    options.add_argument("--only", help="ids of runs, with commas")
    options.add_argument("--attention-alone", action="store_true", help="measure no steps")
    given = options.parse_args()
    begun = time.monotonic()
    watts = Watts()
    stem = given.out.removesuffix(".csv")
    properties = torch.cuda.get_device_properties(0)
    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line),
                     platform.machine())
    with open(stem + ".toml", "w") as out:
        out.write(f'begun = "{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}"\n'
                  f'device = "{properties.name}"\nprocessor = "{processor}"\ndriver = "{watts.driver()}"\n'
                  f'pytorch = "{torch.__version__}"\ncuda = "{torch.version.cuda}"\n'
                  f'cudnn = "{torch.backends.cudnn.version()}"\n')
    if not given.only:
        write(list(attention_rows()), stem + "-attention.csv")
        print(f"attention: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    rows = []
    for run in [] if given.attention_alone else RUNS:
        if given.only and run.id not in given.only.split(","):
            continue
        if time.monotonic() - begun > given.seconds:
            print(f"{run.id}: no time left", file=sys.stderr)
            continue
        try:
            rows.append(measure(run, watts, 2.5))
            write(rows, given.out)
        except Exception:
            print(f"{run.id}: {traceback.format_exc(limit=-3)}", file=sys.stderr, flush=True)
        gc.collect()
        torch._dynamo.reset()
        torch.cuda.empty_cache()


if __name__ == "__main__":
    main()
