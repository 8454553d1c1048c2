import type { BaseModel, Model } from '../models/model.ts';

export interface ModelShelf {
  /** The models of tonight, in the order they run. */
  readonly models: readonly Model[];
  /** Earlier and later trainings of them, and variants that are only compared. */
  readonly snapshots: readonly BaseModel[];
}

export interface ModelsOnDate {
  readonly models: readonly Model[];
  /** The models that no training before the date exists for. */
  readonly leftOut: readonly string[];
}

/**
 * The models that could have predicted a game date: a trained one is used only after the last date it was trained on, in its newest such
 * training. A formula was never trained and always runs. Variants stand behind the models, in the order of their ids.
 */
export function modelsOnDate({ models, snapshots }: ModelShelf, gameDate: string): ModelsOnDate {
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

function idsOf({ models, snapshots }: ModelShelf): ReadonlySet<string> {
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
