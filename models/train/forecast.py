"""The forecast of points from all features except the line: the mean of three learners with different errors.

Trees with squared error find the signal best; trees for the median and a linear median are calibrated. Their mean is better than each of them.
"""

import numpy as np
from catboost import CatBoostRegressor, Pool

from feature_store import TARGET, days, matrix

MIN_MINUTES = 12.0
TREES = {"iterations": 400, "depth": 5, "learning_rate": 0.045, "l2_leaf_reg": 10, "rsm": 0.5, "border_count": 64,
         "bootstrap_type": "Bernoulli", "subsample": 0.7, "thread_count": 2, "verbose": False, "allow_writing_files": False}
MEDIAN_ROUNDS = 25
RIDGE = 30.0
LEAST_ERROR = 1.0


def is_rotation(rows):
    """Whether the player plays enough to be forecast. Bookmakers offer no line for players below the limit."""
    return (rows["minutes_ew_10"] >= MIN_MINUTES).to_numpy()


def recency(rows, half_life_days):
    """Weights that halve with every half-life before the newest row."""
    day = days(rows["game_date"])
    return 0.5 ** ((day.max() - day) / half_life_days)


def forecaster(rows, features, half_life_days, seed):
    """Trains on past rows and returns the function that forecasts rows."""
    past = rows[is_rotation(rows)]
    pool = Pool(matrix(past, features), past[TARGET].to_numpy(), weight=recency(past, half_life_days))
    trees = [CatBoostRegressor(loss_function=loss, random_seed=seed, **TREES).fit(pool) for loss in ("RMSE", "MAE")]
    linear = linear_median(past, features, half_life_days)
    return lambda asked: (sum(model.predict(matrix(asked, features)) for model in trees) + linear(asked)) / 3


def linear_median(past, features, half_life_days):
    """Linear regression of the median, by reweighted least squares with a ridge. Leaves out features that are often missing."""
    used = [name for name in features if past[name].notna().mean() > 0.8 and past[name].nunique() > 1]
    middle, spread, mean = past[used].median(), past[used].fillna(past[used].median()).std(), past[used].fillna(past[used].median()).mean()

    def standardised(rows):
        return np.column_stack([np.ones(len(rows)), (rows[used].fillna(middle) - mean) / spread])

    table, target, weight = standardised(past), past[TARGET].to_numpy(dtype=float), recency(past, half_life_days)
    current = weight
    for _ in range(MEDIAN_ROUNDS):
        normal = table.T @ (table * current[:, None]) + RIDGE * np.eye(table.shape[1])
        solution = np.linalg.solve(normal, table.T @ (current * target))
        current = 5 * weight / np.maximum(np.abs(target - table @ solution), LEAST_ERROR)
    return lambda rows: standardised(rows) @ solution
