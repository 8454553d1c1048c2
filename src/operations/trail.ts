import { auditedTransaction, type Change } from '../coordination/audit/open-audit.ts';
import { type Trail, trailOf } from '../coordination/audit/trail.ts';
import type { App } from './app.ts';
import type { Call } from './operation.ts';

type Asked = Pick<Call<unknown>, 'actor' | 'request'>;

/** The trail of a call, for the records of what it changes. */
export function trailOfCall({ audit }: App, { actor, request }: Asked): Trail {
  return trailOf(audit, actor, request);
}

/** Leaves a record of a change to the warehouse, which knows no transaction of the store: after it, when it is known to have happened. */
export function recordChange(app: App, asked: Asked, change: Change): Promise<void> {
  return auditedTransaction(app.store, trailOfCall(app, asked), async (_transaction, audit) => audit.append(change));
}
