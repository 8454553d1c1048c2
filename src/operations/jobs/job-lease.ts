import { acquireLease } from '../../coordination/leases/acquire-lease.ts';
import { releaseLease, renewLease } from '../../coordination/leases/keep-lease.ts';
import type { Lease } from '../../coordination/leases/lease.ts';
import type { App, Job } from '../app.ts';

const LEASE_MS = 60_000;

/** Another instance of Tipoff is running the job now. */
export interface HeldJob {
  readonly type: 'held';
}

/** Every run of a job acquires its own lease, so that two runs in one process exclude each other, too. */
export async function underLease<D>(app: App, job: Job, work: () => Promise<D>): Promise<D | HeldJob> {
  const { store, newId } = app;
  const request = { name: `job-${job.name}`, holder: newId(), leaseMs: LEASE_MS, otherHolders: 'may-live' } as const;
  const decision = await acquireLease(store, request);
  if (decision.type === 'held') return { type: 'held' };
  const renewing = setInterval(() => void renew(app, decision.lease), LEASE_MS / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    await releaseLease(store, decision.lease);
  }
}

async function renew({ store, log }: Pick<App, 'store' | 'log'>, lease: Lease): Promise<void> {
  try {
    if ((await renewLease(store, lease)) === 'lost') log.warn({ lease: lease.name }, 'a running job lost its lease');
  } catch (error) {
    log.warn({ lease: lease.name, error }, 'the lease of a running job was not renewed');
  }
}
