"""Makes test/fixtures/catboost: small models trained on invented data, with rows and the Python package's predictions for them.

Run it from the repository's root, with the packages of models/train/requirements.txt. CatBoost writes the time into a model, so a second run
gives other bytes and the same answers.
"""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
from catboost import CatBoostClassifier, CatBoostRegressor, Pool

FOLDER = Path("test/fixtures/catboost")
SEED = 20260208
TRAINING_ROWS = 600
NAMES = [f"feature_{index}" for index in range(8)]
LARGEST = float(np.finfo(np.float32).max)
SPECIAL = [math.nan, math.inf, -math.inf, LARGEST, -LARGEST, 1e300, -1e300, 0.0, -0.0, 1e-46]
QUIET = {"verbose": 0, "thread_count": 1, "allow_writing_files": False, "random_seed": SEED}


def training_data(missing):
    """Eight columns: a count, a share, a flag, a constant, a heavy tail and noise. The share `missing` of columns 1 and 5 is NaN."""
    random = np.random.default_rng(SEED)
    table = random.normal(size=(TRAINING_ROWS, len(NAMES)))
    table[:, 1] = random.integers(0, 40, TRAINING_ROWS)
    table[:, 2] = random.random(TRAINING_ROWS) < 0.5
    table[:, 3] = 7.25
    table[:, 4] = np.exp(3 * table[:, 4])
    target = 10 + 2 * table[:, 0] + 0.3 * table[:, 1] + 3 * table[:, 2] + np.log1p(table[:, 4]) + random.normal(size=TRAINING_ROWS)
    for column in (1, 5):
        table[random.random(TRAINING_ROWS) < missing, column] = math.nan
    return pd.DataFrame(table, columns=NAMES), target


def train(data, **settings):
    table, target = data
    model = CatBoostRegressor(**{"iterations": 20, "depth": 4, "learning_rate": 0.2, **QUIET, **settings})
    return model.fit(table, target)


def borders_of(name):
    features = json.loads((FOLDER / f"{name}.json").read_text())["features_info"]["float_features"]
    return [feature["borders"] or [] for feature in features]


def rows_around(borders, table):
    """Rows of the data, rows with each special value in each column, and rows at, just below, just above and between float32 neighbours of borders."""
    random = np.random.default_rng(SEED + 1)
    rows = [row.copy() for row in table.to_numpy()[:20]]
    base = table.fillna(1.5).to_numpy()[0]
    for column in range(len(base)):
        for value in SPECIAL:
            rows.append(with_value(base, column, value))
        chosen = random.permutation(borders[column])[:4] if borders[column] else []
        for border in chosen:
            for value in around(np.float32(border)):
                rows.append(with_value(base, column, value))
    rows.append(np.full(len(base), math.nan))
    return np.array(rows)


def around(border):
    with np.errstate(over="ignore"):
        above = np.nextafter(border, np.float32(math.inf))
        below = np.nextafter(border, np.float32(-math.inf))
    exact, next_up, next_down = float(border), float(above), float(below)
    quarter = exact + (next_up - exact) / 4 if math.isfinite(next_up) else exact
    half = exact + (next_up - exact) / 2 if math.isfinite(next_up) else exact
    return [exact, next_up, next_down, quarter, half, np.nextafter(half, math.inf)]


def with_value(row, column, value):
    changed = row.copy()
    changed[column] = value
    return changed


def number(value):
    return float(value) if math.isfinite(value) else str(float(value)).replace("inf", "Infinity").replace("nan", "NaN")


def save(name, model, pool=None):
    model.save_model(str(FOLDER / f"{name}.cbm"))
    path = FOLDER / f"{name}.json"
    model.save_model(str(path), format="json", pool=pool)
    path.write_text(json.dumps(json.loads(path.read_text()), separators=(",", ":")) + "\n")


def answered(name, model, table):
    save(name, model)
    rows = rows_around(borders_of(name), table)
    raw = model.predict(rows, prediction_type="RawFormulaVal")
    return {"name": name, "rows": [[number(value) for value in row] for row in rows], "raw": [number(value) for value in raw]}


def answered_models():
    whole, missing = training_data(0), training_data(0.2)
    yield "nan-min", train(missing, nan_mode="Min"), missing
    yield "nan-max", train(missing, nan_mode="Max"), missing
    yield "nan-forbidden", train(whole, nan_mode="Forbidden"), whole
    yield "ignored-feature", train(missing, ignored_features=[0, 6]), missing
    noise = whole[0], np.random.default_rng(SEED).normal(size=TRAINING_ROWS)
    overfit = {"border_count": 4000, "iterations": 250, "depth": 3, "learning_rate": 0.5, "l2_leaf_reg": 0, "random_strength": 0}
    yield "many-borders", train(noise, **overfit, ignored_features=list(range(1, 8))), whole
    yield "one-tree", train(missing, iterations=1), missing
    yield "one-split", train(missing, iterations=5, depth=1), missing
    yield "depth-10", train(missing, iterations=3, depth=10), missing
    yield "mae", train(missing, loss_function="MAE", depth=6, iterations=15), missing
    yield "quantile", train(missing, loss_function="Quantile:alpha=0.55"), missing
    yield "boost-from-zero", train(missing, boost_from_average=False), missing
    scaled = train(missing)
    scaled.set_scale_and_bias(-1.75, 1234.5678901)
    yield "scale-and-bias", scaled, missing
    yield "shrunk", shrunk(missing), missing


def shrunk(data):
    model = train(data)
    model.shrink(ntree_end=15, ntree_start=4)
    return model


def refused_models():
    table, target = training_data(0.2)
    few = {"iterations": 3, "depth": 3, **QUIET}
    cities = pd.Series(np.random.default_rng(SEED).choice(["Boston", "Denver", "Utah"], TRAINING_ROWS))
    by_city = target + 20 * (cities == "Utah")
    yield "categorical", CatBoostRegressor(**few, one_hot_max_size=1).fit(table.assign(city=cities), by_city, cat_features=["city"])
    yield "one-hot", CatBoostRegressor(**few, one_hot_max_size=5).fit(table.assign(city=cities), by_city, cat_features=["city"])
    yield "text", CatBoostClassifier(**few).fit(table.assign(city=cities + " at home"), target > 15, text_features=["city"])
    yield "embedding", CatBoostClassifier(**few).fit(
        table.assign(place=[list(row) for row in np.nan_to_num(table.to_numpy()[:, :3])]), target > 15, embedding_features=["place"]
    )
    yield "depthwise", CatBoostRegressor(**few, grow_policy="Depthwise").fit(table, target)
    yield "lossguide", CatBoostRegressor(**few, grow_policy="Lossguide").fit(table, target)
    yield "multi-class", CatBoostClassifier(**few, loss_function="MultiClass").fit(table, np.digitize(target, [12, 18]))
    yield "multi-target", CatBoostRegressor(**few, loss_function="MultiRMSE").fit(table, np.column_stack([target, -target]))
    yield "logloss", CatBoostClassifier(**few).fit(table, target > 15)
    yield "poisson", CatBoostRegressor(**few, loss_function="Poisson").fit(table, target - target.min())
    yield "unnamed-features", CatBoostRegressor(**few).fit(Pool(table.to_numpy(), target))


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    answers = [answered(name, model, data[0]) for name, model, data in answered_models()]
    lines = ",\n".join(json.dumps(answer) for answer in answers)
    (FOLDER / "answers.json").write_text(f'{{"models":[\n{lines}\n]}}\n')
    for name, model in refused_models():
        if name in ("text", "embedding"):
            model.save_model(str(FOLDER / f"refused-{name}.cbm"))
        else:
            with_categories = training_data(0.2)[0].assign(city="Boston") if name in ("categorical", "one-hot") else None
            save(f"refused-{name}", model, None if with_categories is None else Pool(with_categories, cat_features=["city"]))


if __name__ == "__main__":
    main()
