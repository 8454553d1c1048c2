"""Trains one model and writes it with its card.

    python models/train/train.py catboost_v9 --features features.csv --to 2026-01-31
    python models/train/train.py catboost_v9 --features features.csv --usable-from 2026-02-01 2026-03-01

The first command writes models/<system_id>.cbm. The second writes a snapshot for each date into models/walk-forward, trained on the games before the date.
The model is measured on the games after its training data. If there are none, the same recipe is trained without the last eight days and measured on them.
"""

import argparse
from datetime import date, timedelta
from pathlib import Path

from card import measure, write
from feature_store import read_feature_store
from recipes import RECIPES, SEED
from student import student

MODELS = Path(__file__).resolve().parent.parent
HELD_OUT_DAYS = 8


def main():
    args = arguments()
    rows, stored = read_feature_store(args.features)
    jobs = [(args.system_id, args.out, args.to, args.evaluate_to)]
    if args.usable_from:
        ends = [*args.usable_from[1:], "9999-12-31"]
        jobs = [
            (f"{args.system_id}-{first}", args.out / "walk-forward", before(first, 1), before(end, 1) if end < "9999" else end)
            for first, end in zip(args.usable_from, ends)
        ]
    for name, folder, last, measured_to in jobs:
        train(rows, stored, args.system_id, (name, folder, last, measured_to))


def train(rows, stored, system_id, job):
    """Trains with games until `last`, measures with games until `measured_to`, and writes the model `name`."""
    name, folder, last, measured_to = job
    recipe = RECIPES[system_id]
    features = recipe.features(stored)
    dates = rows["game_date"]

    def trained(end):
        past = rows[(dates >= recipe.first) & (dates <= end)]
        model, table, used = student(past, features, recipe, SEED)
        return model, features, table, used

    model = trained(last)
    after = rows[(dates > last) & (dates <= measured_to)]
    if after["vegas_points_line"].notna().any():
        metrics = measure(model[0], after, features, recipe.offset)
    else:
        held_out = before(last, HELD_OUT_DAYS)
        metrics = measure(trained(held_out)[0], rows[(dates > held_out) & (dates <= last)], features, recipe.offset)
    card = write(folder, name, system_id, recipe, model, metrics, SEED)
    size = (folder / card["file"]).stat().st_size
    print(f"{name}: {card['rows']} rows {card['trained_from']} to {card['trained_to']}, {size:,} bytes, {metrics}", flush=True)


def before(day, count):
    return (date.fromisoformat(day) - timedelta(days=count)).isoformat()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("system_id", choices=RECIPES)
    parser.add_argument("--features", required=True, help="the output of `tipoff features export`")
    until = parser.add_mutually_exclusive_group(required=True)
    until.add_argument("--to", help="the last game date to train on")
    until.add_argument("--usable-from", nargs="+", help="first dates of walk-forward snapshots, in order")
    parser.add_argument("--evaluate-to", default="9999-12-31", help="the last game date to measure on")
    parser.add_argument("--out", type=Path, default=MODELS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
