"""Fits the distribution of a player's points around his line, and writes models/points_distribution.json.

    python models/train/points_distribution.py --features features.csv --usable-from 2025-10-21 2025-10-28 2026-02-09

Each date starts a training that uses only games before it. Tipoff prices a game date with the newest training that may be used on it. The training is
deterministic: it uses no random numbers.
"""

import argparse
import json
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
from catboost import CatBoostRegressor
from scipy.optimize import minimize
from scipy.stats import nbinom

from card import predict
from feature_store import TARGET, days, read_feature_store
from recipes import RECIPES, SEED
from student import student

MODELS = Path(__file__).resolve().parent.parent
PROJECTION = "catboost_v9"
# The first dates of projections that are older than the snapshots in models/walk-forward. Their models are trained here and not kept.
EARLIER = ["2024-10-22", "2024-11-22", "2024-12-22"]
# Tipoff predicts nobody whose data has a lower quality, so the share of the edge is fitted without such rows.
LEAST_QUALITY = 70
# Lines below this are promotions, which say little about the player.
LEAST_LINE = 3.0
# A player's own past: as in his input snapshot, at most 30 games of the last 90 days.
PAST_GAMES, PAST_DAYS = 30, 90
LEAST_PAST_GAMES = 2
# As in src/pipeline/pricing/points-spread.ts.
LEAST_MEAN, LEAST_DISPERSION = 2.0, 1.2
# The prior of the share of the edge that is real: a normal distribution around 0 with this standard deviation. With few games the share stays near 0.
EDGE_SHARE_SPREAD = 0.5
START = np.array([1.3, 0.87, 4.0, 0.3])


def main():
    args = arguments()
    rows, stored = read_feature_store(args.features)
    rows[["past_games", "past_mean", "past_variance"]] = own_past(rows)
    rows["projection"] = projections(rows, stored)
    lined = rows[rows["line_consensus"] >= LEAST_LINE].reset_index(drop=True)
    ends = [*args.usable_from[1:], "9999-12-31"]
    trainings = [training(lined, first, end) for first, end in zip(args.usable_from, ends)]
    card = {
        "name": "points_distribution",
        "family": "negative_binomial",
        "projection": PROJECTION,
        "script": f"models/train/{Path(__file__).name}",
        "trained_at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "trainings": trainings,
    }
    (args.out / "points_distribution.json").write_text(json.dumps(card, indent=2) + "\n")


def own_past(rows):
    """The number, mean and variance of each player's games before the row."""
    found = np.full((len(rows), 3), np.nan)
    day, points = days(rows["game_date"]), rows[TARGET].to_numpy()
    for places in rows.groupby("player_lookup", sort=False).indices.values():
        for nth, place in enumerate(places):
            before = places[max(0, nth - PAST_GAMES) : nth]
            past = points[before[day[before] >= day[place] - PAST_DAYS]]
            if len(past) >= LEAST_PAST_GAMES:
                found[place] = len(past), past.mean(), past.var(ddof=1)
    return found


def projections(rows, stored):
    """The projection of each row by the newest model that was trained on games before its date; NaN without one."""
    found = np.full(len(rows), np.nan)
    for first, model, features, offset in [*earlier_models(rows, stored), *snapshots()]:
        later = rows["game_date"] >= first
        found[later] = predict(model, rows[later], features, offset)
    return found


def earlier_models(rows, stored):
    recipe = RECIPES[PROJECTION]
    features = recipe.features(stored)
    for first in EARLIER:
        past = rows[(rows["game_date"] >= recipe.first) & (rows["game_date"] < first)]
        yield first, student(past, features, recipe, SEED)[0], features, recipe.offset


def snapshots():
    for path in sorted((MODELS / "walk-forward").glob(f"{PROJECTION}-????-??-??.json")):
        card = json.loads(path.read_text())
        model = CatBoostRegressor().load_model(str(path.with_suffix(".cbm")))
        yield path.stem.removeprefix(f"{PROJECTION}-"), model, [feature["name"] for feature in card["features"]], card["offset"]


def training(lined, first, end):
    """Fits on the games before `first`, and measures on the games from `first` to before `end`."""
    past = lined[lined["game_date"] < first]
    fitted = minimize(lambda free: -log_scores(past, *free).mean(), START, method="Nelder-Mead", options={"maxiter": 2000, "xatol": 1e-5, "fatol": 1e-9})
    log_variance, power, log_games, bias = fitted.x
    line, points = past["line_consensus"], past[TARGET]
    edge = past["projection"] - line
    known = edge.notna() & (past["feature_quality_score"] >= LEAST_QUALITY)
    residual = (points - line)[known] - (points - line)[known].mean()
    noise = (points - line).var() / EDGE_SHARE_SPREAD**2
    share = float((edge[known] * residual).sum() / ((edge[known] ** 2).sum() + noise))
    after = lined[(lined["game_date"] >= first) & (lined["game_date"] < end)]
    found = {
        "usable_from": first,
        "trained_from": past["game_date"].min(),
        "trained_to": past["game_date"].max(),
        "games": len(past),
        "variance_scale": round(float(np.exp(log_variance)), 4),
        "variance_power": round(float(power), 4),
        "prior_games": round(float(np.exp(log_games)), 1),
        "edge_share": round(min(1.0, max(0.0, share)), 4),
        "edge_games": int(known.sum()),
        "over_share": round(float(((points > line) + 0.5 * (points == line)).mean()), 4),
    }
    if len(after) > 0:
        found["log_score"] = round(float(log_scores(after, *fitted.x).mean()), 4)
        found["measured_games"] = len(after)
    print(found, flush=True)
    return found


def log_scores(rows, log_variance, power, log_games, bias):
    """The log likelihood of each result. The mean of the distribution is the line plus a bias, because lines are near the median."""
    scale, prior = np.exp(log_variance), np.exp(log_games)
    mean = rows["line_consensus"].to_numpy() + bias
    dispersion = np.maximum(LEAST_DISPERSION, scale * mean ** (power - 1) * own_factor(rows, scale, power, prior))
    return nbinom.logpmf(rows[TARGET].to_numpy(), mean / (dispersion - 1), 1 / dispersion)


def own_factor(rows, scale, power, prior):
    """How much more a player's points vary than those of the league, shrunk towards 1 by `prior` games."""
    games = rows["past_games"].fillna(0).to_numpy()
    ratio = rows["past_variance"] / (scale * np.maximum(rows["past_mean"], LEAST_MEAN) ** power)
    return (prior + games * ratio.fillna(1).to_numpy()) / (prior + games)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", required=True, help="the output of `tipoff features export`")
    parser.add_argument("--usable-from", nargs="+", required=True, help="the first game dates of the trainings, in order")
    parser.add_argument("--out", type=Path, default=MODELS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
