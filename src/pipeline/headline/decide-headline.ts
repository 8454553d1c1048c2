/** The headline model looks back on the grades of this many days. */
export const HEADLINE_DAYS = 60;
/** Fewer players in common say too little about two models. */
const MIN_PLAYERS = 500;
/** A smaller difference in points of mean absolute error may be chance. */
const MIN_BETTER_POINTS = 0.05;

/** The errors of a model and of the headline model, over the player-games that both predicted. */
export interface ComparedModel {
  readonly system_id: string;
  readonly players: number;
  readonly mae: number;
  readonly headline_mae: number;
}

/**
 * Returns the model that takes over the headline, or undefined if none does.
 *
 * Policy: a model takes over when it and the headline model both predicted at least 500 graded players of the last 60
 * days, and its mean absolute error on them is at least 0.05 points smaller. If several models do, the one with the
 * largest difference takes over.
 */
export function decideHeadline(models: readonly ComparedModel[]): ComparedModel | undefined {
  return models
    .filter((model) => model.players >= MIN_PLAYERS && gain(model) >= MIN_BETTER_POINTS)
    .toSorted((a, b) => gain(b) - gain(a) || a.system_id.localeCompare(b.system_id))[0];
}

/** Rounded to a millionth of a point, so that a difference of exactly 0.05 counts in spite of binary fractions. */
function gain({ mae, headline_mae }: ComparedModel): number {
  return Math.round((headline_mae - mae) * 1e6) / 1e6;
}
