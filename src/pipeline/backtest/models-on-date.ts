import type { BaseModel, Model } from '../models/model.ts';

export interface ModelPool {
  /** The current models, in the order in which a batch runs them. */
  readonly models: readonly Model[];
  /** Trained models to compare with the current ones: their earlier trainings, and variants that no batch runs. */
  readonly snapshots: readonly BaseModel[];
}

export interface ModelsOnDate {
  readonly models: readonly Model[];
  /**
   * The ids of the models that a backtest of the date leaves out, because each was trained on games of that date or
   * later.
   */
  readonly leftOut: readonly string[];
}

/**
 * Returns the models that could have predicted a game date. A trained model is represented by its newest training that
 * ended before the date. A model without training always runs. Variants come last, sorted by id.
 */
export function modelsOnDate({ models, snapshots }: ModelPool, gameDate: string): ModelsOnDate {
  const chosen: Model[] = [];
  const leftOut: string[] = [];
  for (const systemId of idsOf({ models, snapshots })) {
    const trainings: readonly Model[] = [...models, ...snapshots].filter((model) => model.systemId === systemId);
    const newest = newestBefore(trainings, gameDate);
    if (newest === undefined) leftOut.push(systemId);
    else chosen.push(newest);
  }
  return { models: chosen, leftOut };
}

function idsOf({ models, snapshots }: ModelPool): ReadonlySet<string> {
  const variants = snapshots.map((model) => model.systemId).sort();
  return new Set([...models.map((model) => model.systemId), ...variants]);
}

function newestBefore(trainings: readonly Model[], gameDate: string): Model | undefined {
  const usable = trainings.filter(({ artifact }) => artifact === undefined || artifact.trainedTo < gameDate);
  return usable.reduce<Model | undefined>((newest, model) => (isNewer(model, newest) ? model : newest), undefined);
}

function isNewer(model: Model, than: Model | undefined): boolean {
  return than === undefined || (model.artifact?.trainedTo ?? '') > (than.artifact?.trainedTo ?? '');
}
