"""Reads the output of `tipoff features export`."""

import numpy as np
import pandas as pd

TARGET = "actual_points"
# The line of the date and the features derived from it.
LINE_FEATURES = ["vegas_points_line", "vegas_opening_line", "vegas_line_move", "has_vegas_line", "line_consensus"]
# Two adjustments are 0 when they are missing, as in src/pipeline/models/neutral-adjustments.ts.
NEUTRAL = ["shot_zone_mismatch_score", "usage_spike_score"]


def read_feature_store(path):
    """Returns the rows with a known result, sorted by date and player, and the feature names in store order."""
    rows = pd.read_csv(path, dtype={"game_id": str}, low_memory=False)
    features = list(rows.columns[rows.columns.get_loc(TARGET) + 1 :])
    rows = rows[rows[TARGET].notna()].sort_values(["game_date", "player_lookup"], kind="stable").reset_index(drop=True)
    rows[NEUTRAL] = rows[NEUTRAL].fillna(0)
    return rows, features


def matrix(rows, features):
    """The features as model input: 32-bit floats, NaN when a value is missing."""
    return rows[features].to_numpy(dtype=np.float32)


def first_present(rows, names):
    """The first of the named features that is present in each row; NaN when none is."""
    found = np.full(len(rows), np.nan)
    for name in names:
        found = np.where(np.isnan(found), rows[name].to_numpy(dtype=float), found)
    return found


def days(dates):
    """Converts dates to day numbers."""
    return pd.to_datetime(dates).to_numpy().astype("datetime64[D]").astype(int)
