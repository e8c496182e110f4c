"""`python -m training`: from labelled replies to shipped weights, seeded, offline, in one command.

`--out FOLDER` writes elsewhere than into the package; `--seeds N`, `--epochs N`, `--over N` shorten or lengthen it;
`--taught FILE` goes on with the last lesson from a network that an earlier run has kept in `training/runs/`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from replyguard.cooldown.network import WEIGHTS, Network
from training import base, card, examples, export, lessons, phrasing, scenes, vocabulary
from training.calibration import heard
from training.course import Course
from training.credit import credit

HERE = Path(__file__).parent


def main() -> None:
    """Train, make small, set thresholds, and write down what was done."""
    asked = _asked()
    torch.set_num_threads(asked.threads)
    asked.out.mkdir(parents=True, exist_ok=True)
    train, held = examples.split(HERE / "data")
    played, typed = (scenes.load(HERE / "data" / name) for name in ("scenes", "typed"))
    if asked.limits:
        _limits(asked.out, held, [*played, *typed])
        return
    log = _Log(HERE / "log.txt" if asked.out == WEIGHTS else asked.out / "log.txt")
    found = base.read(base.packaged())
    rows = vocabulary.chosen(found)
    (asked.out / "tokenizer.json").write_text(vocabulary.cut(found, rows), encoding="utf-8")
    tokenizer = Tokenizer.from_file(str(asked.out / "tokenizer.json"))
    said = [sentence for scene in (*played, *typed) for sentence in scene.alone()]
    log(f"{len(train)} replies and {len(said)} faulty sentences of {len(played) + len(typed)} scenes to learn from")
    log(f"{len(held)} replies held out, {len(rows)} pieces, torch {torch.__version__}")
    slang = examples.slang(HERE / "slang.json")
    phrasing.write(asked.out, [*train, *said], examples.of_rules())
    course = Course(found, rows, lessons.Stock.of(train, played, typed), tokenizer, slang, HERE / "runs", log)
    if asked.taught:
        whole = course.typed_over(course.loaded(asked.taught), asked.over)
    else:
        whole = course.whole(asked.seeds, asked.epochs, asked.over)
    sha256 = export.export(course.thin(whole, asked.again) if asked.again else whole, asked.out)
    card.write(asked.out / "card.yaml", card.blank(sha256, len(train) + len(said)))
    _limits(asked.out, held, [*played, *typed])
    log(f"tagger.onnx: {(asked.out / 'tagger.onnx').stat().st_size / 1e6:.1f} MB, sha256 {sha256}")
    log(f"in all: {log.seconds:.0f} s")


def _limits(folder: Path, held: Sequence[examples.Example], played: Sequence[scenes.Scene]) -> None:
    """Set the thresholds of the weights in `folder`: with the rules as they are now, all readers together."""
    small = Network(folder)
    readings = [small.read(one.reply, one.complaint, one.facts) for one in held]
    made = card.made(small.card, held, readings, lambda card: heard(small, held, card), credit(played))
    card.write(folder / "card.yaml", made)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    parser.add_argument("--taught", type=Path, help="a network of an earlier run: its first lessons are done")
    parser.add_argument("--seeds", type=int, default=1, help="networks to average")
    parser.add_argument("--epochs", type=int, default=6, help="of each seed")
    parser.add_argument("--over", type=int, default=2, help="epochs after those, with what people type over a draft")
    parser.add_argument("--again", type=int, default=0, help="epochs after the network was made thinner; 0: it is not")
    parser.add_argument("--limits", action="store_true", help="only set thresholds: of the weights that are there")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


class _Log:
    """Says a line and writes it down, with the seconds since the start."""

    def __init__(self, path: Path) -> None:
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
