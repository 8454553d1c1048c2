"""The model that Tipoff runs: trees that reproduce the forecast, shrunk towards the line, with or without the later features."""

import numpy as np
from catboost import CatBoostRegressor, Pool

from feature_store import LINE_FEATURES, first_present, matrix
from forecast import forecaster, is_rotation

# How far the forecast moves the prediction away from the line. It is small because the market already knows most of the forecast.
FORECAST_SHARE = 0.3
TREES = {"iterations": 650, "depth": 5, "learning_rate": 0.1, "l2_leaf_reg": 3, "border_count": 96, "rsm": 0.5,
         "thread_count": 2, "verbose": False, "allow_writing_files": False}
LINES = ["line_consensus", "vegas_points_line"]
# Shares of the training rows without their line, or without the named feature and all later ones (which leaves 33, 37 or 39 features).
LINE_HIDDEN = 0.15
HIDDEN_FROM = {"dnp_rate": 0.08, "breakout_risk_score": 0.04, "shot_points_ew_5": 0.08}
# The target depends only on line and forecast, so most rows without a line get an invented one near the forecast.
LINE_INVENTED = 0.8
INVENTED_SPREAD_POINTS = 2.0
LEAST_LINE = 2.5


def student(rows, features, recipe, seed):
    """Trains on past rows. Returns the model, its training table, and the game dates of the table's rows."""
    random = np.random.default_rng(seed)
    past = rows[is_rotation(rows)].reset_index(drop=True)
    forecast = forecaster(past, [name for name in features if name not in LINE_FEATURES], recipe.half_life_days, seed)(past)
    shown = hidden(with_invented_lines(past, forecast, random), features, random)
    line = first_present(shown, [name for name in LINES if name in recipe.offset])
    target = np.where(np.isnan(line), forecast, line + FORECAST_SHARE * (forecast - line))
    offset = first_present(shown, recipe.offset)
    known = ~np.isnan(offset)
    table = matrix(shown, features)[known]
    model = CatBoostRegressor(loss_function="RMSE", random_seed=seed, **TREES)
    model.fit(Pool(table, (target - offset)[known], feature_names=features))
    return model, table, past["game_date"][known]


def with_invented_lines(rows, forecast, random):
    """The rows, with invented lines near the forecast for most rows without a line."""
    chosen = rows["vegas_points_line"].isna().to_numpy() & (random.random(len(rows)) < LINE_INVENTED)
    line = np.maximum(LEAST_LINE, np.floor(forecast + random.normal(0, INVENTED_SPREAD_POINTS, len(rows))) + 0.5)
    lined = rows.copy()
    for name in ("vegas_points_line", "vegas_opening_line", "line_consensus"):
        lined.loc[chosen, name] = line[chosen]
    lined.loc[chosen, "vegas_line_move"] = 0
    lined.loc[chosen, "has_vegas_line"] = 1
    return lined


def hidden(rows, features, random):
    """The rows as the model may get them: some without a line yet, some from a store with fewer features."""
    shown = rows.copy()
    draw = random.random(len(rows))
    lineless = draw < LINE_HIDDEN
    shown.loc[lineless, LINE_FEATURES] = np.nan
    shown.loc[lineless, "has_vegas_line"] = 0
    low = LINE_HIDDEN
    for first, share in HIDDEN_FROM.items():
        if first in features:
            chosen = (draw >= low) & (draw < low + share)
            shown.loc[chosen, list(rows.columns[rows.columns.get_loc(first) :])] = np.nan
        low += share
    return shown
