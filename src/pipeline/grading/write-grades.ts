import { renewLease } from '../../coordination/leases/keep-lease.ts';
import type { Lease } from '../../coordination/leases/lease.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { type SubmittedJob, submitJob } from '../../platform/warehouse-job.ts';
import { gradesStaging } from '../tables/prediction-accuracy.ts';
import { pickGradesStaging } from '../tables/published-picks.ts';

const MAX_SUBMISSIONS = 3;

export interface GradingRun {
  readonly gameDate: string;
  /**
   * The lease for grading a game date. Its fencing token is the number of the grading run, which increases with every
   * grading of the date.
   */
  readonly lease: Lease;
  readonly gradedAt: Instant;
}

/** The rows to write: the grades of predictions or of published picks, each as a line of JSON. */
interface GradeRows {
  readonly of: 'predictions' | 'picks';
  readonly lines: () => AsyncIterable<string> | Iterable<string>;
}

const TARGETS = {
  predictions: { job: 'grading', merge: 'grading/sql/merge', staging: gradesStaging },
  picks: { job: 'pick-grading', merge: 'ledger/sql/merge-grades', staging: pickGradesStaging },
} as const;

interface GradeWriteDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
}

/**
 * The result is `overtaken` when another process has taken the date's lease, and `nothing` when there were no rows to
 * write. In both cases, the table of grades is unchanged.
 */
type WriteResult = 'written' | 'overtaken' | 'nothing';

/**
 * Replaces the grades of a game date's predictions or picks. The function loads the new rows into a staging table, then
 * merges them. If a step fails, the table keeps its old rows. Throws `Unavailable`, or an error when a warehouse job
 * fails three times.
 */
export async function writeGrades(
  deps: GradeWriteDeps,
  run: GradingRun,
  { of, lines }: GradeRows,
): Promise<WriteResult> {
  const staging = TARGETS[of].staging(run.gameDate, run.lease.token);
  let count = 0;
  async function* counted(): AsyncGenerator<string> {
    count = 0;
    for await (const line of lines()) {
      count += 1;
      yield line;
    }
  }
  try {
    await runJob(deps.warehouse, jobName(run, of, 'load'), (id) => deps.warehouse.load(staging, counted(), id));
    if (count === 0) return 'nothing';
    if ((await renewLease(deps.store, run.lease)) === 'lost') return 'overtaken';
    const statement = mergeGradesStatement(run, of);
    await runJob(deps.warehouse, jobName(run, of, 'merge'), (id) => deps.warehouse.execute(statement, id));
    return 'written';
  } finally {
    await deps.warehouse.drop(staging.name);
  }
}

/**
 * The statement that replaces the grades of a date with the staged rows of a run.
 * @internal exported for tests
 */
export function mergeGradesStatement({ gameDate, lease, gradedAt }: GradingRun, of: GradeRows['of']) {
  const { merge, staging } = TARGETS[of];
  return {
    sql: merge,
    tables: { staging: staging(gameDate, lease.token).name },
    parameters: {
      game_date: { type: 'DATE', value: gameDate },
      grading_run: { type: 'INT64', value: lease.token },
      graded_at: { type: 'TIMESTAMP', value: gradedAt },
    },
  } as const;
}

/**
 * Returns the beginning of the warehouse job ids of one grading run. It contains the lease's fencing token, which is
 * unique, so two runs never share a job id.
 */
function jobName({ gameDate, lease }: GradingRun, of: GradeRows['of'], kind: 'load' | 'merge'): string {
  return `${TARGETS[of].job}-${gameDate}-r${lease.token}-${kind}`;
}

async function runJob(warehouse: Warehouse, name: string, submit: (jobId: string) => Promise<void>): Promise<void> {
  let last: SubmittedJob | undefined;
  for (let number = 1; number <= MAX_SUBMISSIONS; number += 1) {
    last = await submitJob(warehouse, `${name}-${number}`, submit);
    if (last.type === 'succeeded') return;
  }
  throw new Error(
    `The warehouse job ${name} failed ${MAX_SUBMISSIONS} times: ${last?.type === 'failed' ? last.message : ''}`,
  );
}
