import { renewLease } from '../../coordination/leases/keep-lease.ts';
import type { Lease } from '../../coordination/leases/lease.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { type SubmittedJob, submitJob } from '../../platform/warehouse-job.ts';
import { gradesStaging } from '../tables/prediction-accuracy.ts';

const MAX_SUBMISSIONS = 3;

export interface GradingRun {
  readonly gameDate: string;
  /** Its token numbers the run: a newer run of the date has a higher one. */
  readonly lease: Lease;
  readonly gradedAt: Instant;
}

interface WriteDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
}

/** `overtaken`: somebody else grades the date now. `nothing`: there were no lines, and the table is as it was. */
type Written = 'written' | 'overtaken' | 'nothing';

/**
 * Puts the lines in the place of what the table holds for the date: one load beside it, one merge. Whatever fails, the table has the rows
 * before or the rows after. Throws `Unavailable`, or an error for a statement that fails three times.
 */
export async function writeGrades(
  deps: WriteDeps,
  run: GradingRun,
  lines: () => AsyncIterable<string>,
): Promise<Written> {
  const staging = gradesStaging(run.gameDate, run.lease.token);
  let count = 0;
  async function* counted(): AsyncGenerator<string> {
    count = 0;
    for await (const line of lines()) {
      count += 1;
      yield line;
    }
  }
  try {
    await done(deps.warehouse, jobName(run, 'load'), (id) => deps.warehouse.load(staging, counted(), id));
    if (count === 0) return 'nothing';
    if ((await renewLease(deps.store, run.lease)) === 'lost') return 'overtaken';
    await done(deps.warehouse, jobName(run, 'merge'), (id) => deps.warehouse.execute(mergeGradesStatement(run), id));
    return 'written';
  } finally {
    await deps.warehouse.drop(staging.name);
  }
}

/** The statement that puts one staged run in the place of the date. */
export function mergeGradesStatement({ gameDate, lease, gradedAt }: GradingRun) {
  return {
    sql: 'grading/sql/merge',
    tables: { staging: gradesStaging(gameDate, lease.token).name },
    parameters: {
      game_date: { type: 'DATE', value: gameDate },
      grading_run: { type: 'INT64', value: lease.token },
      graded_at: { type: 'TIMESTAMP', value: gradedAt },
    },
  } as const;
}

/** The lease's document holds the token, so the id of every job is known before it is submitted. */
function jobName({ gameDate, lease }: GradingRun, kind: 'load' | 'merge'): string {
  return `grading-${gameDate}-r${lease.token}-${kind}`;
}

async function done(warehouse: Warehouse, name: string, submit: (jobId: string) => Promise<void>): Promise<void> {
  let last: SubmittedJob | undefined;
  for (let number = 1; number <= MAX_SUBMISSIONS; number += 1) {
    last = await submitJob(warehouse, `${name}-${number}`, submit);
    if (last.type === 'succeeded') return;
  }
  throw new Error(`${name} failed ${MAX_SUBMISSIONS} times: ${last?.type === 'failed' ? last.message : ''}`);
}
