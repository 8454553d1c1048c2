import * as z from 'zod';

/**
 * A model that predicted only some of the predicted players. `reason` is its most frequent reason and completes the
 * sentence "absent because …".
 */
export const ModelCoverage = z.object({ system_id: z.string(), players: z.number(), reason: z.string() });
export type ModelCoverage = z.infer<typeof ModelCoverage>;

/** The reasons why models have no prediction for one player, by system id. */
export type AbsentModels = Readonly<Record<string, string>>;

export interface PlayersOfModel {
  readonly system_id: string;
  /** The number of players that the model predicted. */
  readonly players: number;
}

/**
 * Returns the models that predicted only some of the predicted players, each with its most frequent reason. The model
 * with the lowest coverage comes first. A model that predicted nobody has no rows, so only `absences` mentions it.
 */
export function partialCoverage(
  found: readonly PlayersOfModel[],
  absences: readonly AbsentModels[],
): readonly ModelCoverage[] {
  const reasons = countReasons(absences);
  const predicted = new Map(found.map(({ system_id, players }) => [system_id, players]));
  return [...reasons]
    .map(([system_id, counts]) => ({ system_id, players: predicted.get(system_id) ?? 0, reason: mostFrequent(counts) }))
    .toSorted((a, b) => a.players - b.players || a.system_id.localeCompare(b.system_id));
}

function countReasons(absences: readonly AbsentModels[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const all = new Map<string, Map<string, number>>();
  for (const [systemId, reason] of absences.flatMap((absent) => Object.entries(absent))) {
    const counts = all.get(systemId) ?? new Map<string, number>();
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
    all.set(systemId, counts);
  }
  return all;
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  return [...counts].toSorted(([a, times], [b, others]) => others - times || a.localeCompare(b))[0]?.[0] ?? '';
}
