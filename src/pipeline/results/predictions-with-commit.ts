import * as z from 'zod';
import { type ContainsAnswer, containsCommit } from '../../coordination/deploys/read-contains.ts';
import type { CommitHistory } from '../../platform/commit-history.ts';
import type { Warehouse } from '../../platform/warehouse.ts';

const BuildRow = z.object({ build_commit_sha: z.string().nullable(), predictions: z.number() });

/** The active predictions of a date, counted by whether the code that made them contains a commit. */
export type PredictionsByAnswer = Readonly<Record<ContainsAnswer, number>>;

interface WithCommitReads {
  readonly warehouse: Warehouse;
  readonly history: CommitHistory;
}

/** Counts the active predictions of a date that were made with a commit, without it, and with code that is unknown. */
export async function countPredictionsWith(
  { warehouse, history }: WithCommitReads,
  { commit, gameDate }: { readonly commit: string; readonly gameDate: string },
): Promise<PredictionsByAnswer> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const rows = await warehouse.query({ sql: 'results/sql/predictions-by-build', parameters }, BuildRow);
  const counts = { yes: 0, no: 0, unknown: 0 };
  for (const { build_commit_sha: built, predictions } of rows) {
    const { answer } = await containsCommit(history, built, commit);
    counts[answer] += predictions;
  }
  return counts;
}
