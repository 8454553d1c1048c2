import pRetry from 'p-retry';
import { LEASES } from '../coordination/leases/lease.ts';
import { type GradingDeps, gradeDate, LEASE_PREFIX } from '../pipeline/grading/grade-date.ts';

const RETRIES = 3;
const PAUSE_MS = 30_000;

/**
 * Grades a date again when a crash interrupted its grading, so that its results are announced. A lease that was never released shows the
 * crash. While another process may still be grading the date, this function waits until that process's lease has expired.
 */
export async function resumeGrading(deps: GradingDeps): Promise<void> {
  const leases = await deps.store.query({ collection: LEASES }, {});
  const cutOff = leases.filter(({ id, data }) => id.startsWith(LEASE_PREFIX) && data.holder !== null);
  for (const { id } of cutOff) await gradeWhenFree(deps, id.slice(LEASE_PREFIX.length));
}

async function gradeWhenFree(deps: GradingDeps, gameDate: string): Promise<void> {
  const grade = async () => {
    const { type } = await gradeDate(deps, gameDate);
    if (type === 'held') throw new Error(`${gameDate} is being graded by another process`);
  };
  await pRetry(grade, { retries: RETRIES, minTimeout: PAUSE_MS, factor: 1 });
}
