"""Writes a model's file and its card."""

import hashlib
import json
from datetime import datetime, timezone

import numpy as np

from feature_store import TARGET, first_present, matrix

LARGEST_PREDICTION = 60
# Metadata that CatBoost writes about the run. It is removed so that equal trainings give equal bytes.
RUN_METADATA = ["train_finish_time", "model_guid", "training", "output_options"]
LOSS = "RMSE against the forecast (mean of RMSE trees, MAE trees and a linear median)"


def predict(model, rows, features, offset):
    """Predicts points as Tipoff does; NaN when no offset feature is present."""
    return np.clip(model.predict(matrix(rows, features)) + first_present(rows, offset), 0, LARGEST_PREDICTION)


def measure(model, rows, features, offset):
    """Measures the model and the four simple forecasts on rows with a line that are not in the training data."""
    lined = rows[rows["vegas_points_line"].notna()]
    prediction = predict(model, lined, features, offset)
    lined, prediction = lined[~np.isnan(prediction)], prediction[~np.isnan(prediction)]
    error = prediction - lined[TARGET].to_numpy()
    season = lined["points_avg_season"]
    last_10 = lined["points_avg_last_10"]
    plain = {"line": lined["vegas_points_line"], "last_10_mean": last_10, "season_mean": season, "half_and_half": (last_10 + season) / 2}
    return {
        "mae": round(float(np.abs(error).mean()), 4),
        "bias": round(float(error.mean()), 4),
        "share_above": round(float((error < 0).mean()), 4),
        "n": len(lined),
        "from": lined["game_date"].min(),
        "to": lined["game_date"].max(),
        "baselines": {name: round(float((guess - lined[TARGET]).abs().mean()), 4) for name, guess in plain.items()},
    }


def write(folder, name, system_id, recipe, trained, metrics, seed):
    """Writes `<name>.cbm` and `<name>.json`. `trained` contains the model, its features, its training table and the dates of the rows."""
    folder.mkdir(parents=True, exist_ok=True)
    model, features, table, dates = trained
    notes = model.get_metadata()
    for key in RUN_METADATA:
        if key in notes.keys():
            del notes[key]
    file = folder / f"{name}.cbm"
    model.save_model(str(file))
    missing = np.isnan(table).any(axis=0)
    card = {
        "system_id": system_id,
        "version": recipe.version,
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "feature_version": recipe.feature_version,
        "trained_from": dates.min(),
        "trained_to": dates.max(),
        "rows": len(table),
        "seed": seed,
        "loss": LOSS,
        "offset": list(recipe.offset),
        "metrics": metrics,
        "trained_at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "features": [{"name": feature, "missing": "nan" if absent else "refuse"} for feature, absent in zip(features, missing)],
    }
    (folder / f"{name}.json").write_text(formatted(card))
    return card


def formatted(card):
    """Formats JSON like the repository's formatter, with the list of names on one line."""
    names = json.dumps(card["offset"])
    return json.dumps({**card, "offset": "@offset"}, indent=2).replace('"@offset"', names) + "\n"
