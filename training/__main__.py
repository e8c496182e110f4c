"""`python -m training`: from labelled replies to shipped weights, seeded, offline, in one command.

`--out FOLDER` writes elsewhere than into the package; `--seeds N`, `--epochs N` shorten or lengthen it; `--taught FILE`
takes a network that was taught before and only sets its thresholds anew.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from replyguard.cooldown.network import WEIGHTS, Network
from training import base, card, examples, export, learning, network, vocabulary

HERE = Path(__file__).parent
# Networks as taught, before they are made small; not kept in the repository.
RUNS = HERE / "runs"
# The first layers of the base; the rest adds little to this task and most of the time it takes.
LAYERS = (0, 1, 2, 3)


def main() -> None:
    """Train, calibrate, export, and write down what was done."""
    asked = _asked()
    torch.set_num_threads(asked.threads)
    log = _Log(HERE / "log.txt" if asked.out == WEIGHTS else asked.out / "log.txt")
    asked.out.mkdir(parents=True, exist_ok=True)
    found = base.read(base.packaged())
    rows = vocabulary.chosen(found)
    (asked.out / "tokenizer.json").write_text(vocabulary.cut(found, rows), encoding="utf-8")
    tokenizer = Tokenizer.from_file(str(asked.out / "tokenizer.json"))
    train, held = examples.split(HERE / "data")
    log(f"{len(train)} replies to learn from, {len(held)} held out, {len(rows)} pieces, torch {torch.__version__}")
    if asked.taught:
        tagger = network.from_base(found, rows, LAYERS)
        tagger.load_state_dict(torch.load(asked.taught))
    else:
        seeds = range(asked.seeds)
        tagger = network.averaged([_teach(found, rows, train, tokenizer, asked.epochs, seed, log) for seed in seeds])
    sha256 = export.export(tagger, asked.out)
    card.write(asked.out / "card.yaml", card.blank(sha256, len(train)))
    small = Network(asked.out)
    readings = [small.read(one.reply, one.complaint, one.facts) for one in held]
    card.write(asked.out / "card.yaml", card.made(small.card, held, readings))
    log(f"tagger.onnx: {(asked.out / 'tagger.onnx').stat().st_size / 1e6:.1f} MB, sha256 {sha256}")
    log(f"in all: {log.seconds:.0f} s")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--taught", type=Path)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def _teach(
    found: base.Base,
    rows: Sequence[int],
    train: Sequence[examples.Example],
    tokenizer: Tokenizer,
    epochs: int,
    seed: int,
    log: _Log,
) -> network.Tagger:
    tagger = network.from_base(found, rows, LAYERS)
    slang = examples.slang(HERE / "slang.json")
    chance = random.Random(seed)

    def fresh(epoch: int) -> list[examples.Tokens]:
        texts = train if epoch == 0 else [examples.disturbed(one, chance, slang) for one in train]
        return [examples.tokens(one, tokenizer) for one in texts]

    learning.learn(tagger, fresh, learning.Plan(epochs), seed, lambda line: log(f"seed {seed}: {line}"))
    RUNS.mkdir(exist_ok=True)
    torch.save(tagger.state_dict(), RUNS / f"seed{seed}.pt")
    return tagger


class _Log:
    """Says a line and writes it down, with the seconds since the start."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self._begun = path, time.monotonic()
        path.write_text("", encoding="utf-8")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def __call__(self, line: str) -> None:
        said = f"{self.seconds:6.0f} s  {line}"
        print(said, flush=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(said + "\n")


if __name__ == "__main__":
    main()
