import { type Trail, trailOf } from '../coordination/audit/trail.ts';
import type { App } from './app.ts';
import type { Call } from './operation.ts';

/** The trail of a call, for the records of what it changes. */
export function trailOfCall({ audit }: App, { actor, request }: Pick<Call<unknown>, 'actor' | 'request'>): Trail {
  return trailOf(audit, actor, request);
}
