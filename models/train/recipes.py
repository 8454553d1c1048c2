"""The training data and parameters of each model. The training itself is in forecast.py and student.py."""

from dataclasses import dataclass

from feature_store import LINE_FEATURES

SEED = 20260208


@dataclass(frozen=True)
class Recipe:
    """`first` is the earliest game date to train on. The trees correct the first feature of `offset` that is present."""

    version: str
    feature_version: str
    feature_count: int
    first: str
    offset: tuple
    half_life_days: float
    uses_line: bool = True

    def features(self, stored):
        """The features of this model, in store order."""
        return [name for name in stored[: self.feature_count] if self.uses_line or name not in LINE_FEATURES]


POINTS = ("points_avg_last_10", "points_avg_season")

RECIPES = {
    "catboost_v8": Recipe("v8_33features", "v2_33features", 33, "2023-10-24", ("vegas_points_line", *POINTS), 400),
    "catboost_v9": Recipe(
        "v9_recent_seasons", "v3_55features", 55, "2023-10-24", ("line_consensus", "vegas_points_line", "projected_points", *POINTS), 400
    ),
    "catboost_v9_2026_02": Recipe(
        "v9_2026_02", "v3_55features", 55, "2024-10-22", ("line_consensus", "vegas_points_line", "projected_points", *POINTS), 200
    ),
    "catboost_v9_no_line": Recipe("v9_no_line", "v3_55features", 55, "2023-10-24", ("projected_points", *POINTS), 400, uses_line=False),
}
