import type { ShortModel } from '../announcements/announcement.ts';

/** Why models had no answer for one player, by system id. */
export type AbsentModels = Readonly<Record<string, string>>;

export interface ModelTally {
  readonly system_id: string;
  /** Players it has a prediction for. */
  readonly players: number;
}

/**
 * The models that did not predict every predicted player, the shortest first, with the reason that was given most often. One that predicted
 * nobody has no rows and is known by its absence alone.
 */
export function shortModels(tallies: readonly ModelTally[], absences: readonly AbsentModels[]): readonly ShortModel[] {
  const reasons = countReasons(absences);
  const predicted = new Map(tallies.map(({ system_id, players }) => [system_id, players]));
  return [...reasons]
    .map(([system_id, counts]) => ({ system_id, players: predicted.get(system_id) ?? 0, reason: commonest(counts) }))
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

function commonest(counts: ReadonlyMap<string, number>): string {
  return [...counts].toSorted(([a, times], [b, others]) => others - times || a.localeCompare(b))[0]?.[0] ?? '';
}
