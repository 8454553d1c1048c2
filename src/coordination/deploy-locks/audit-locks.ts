import type { Audit, Change } from '../audit/open-audit.ts';
import type { LockEvent, LockState } from './lock-state.ts';

/** Leaves a record of everything that happened to the locks, in its order. */
export function auditEvents(audit: Audit, { events }: LockState): void {
  for (const { service, event } of events) {
    audit.append({ action: `lock.${actionOf(event)}`, subject: { kind: 'service', id: service }, ...stateOf(event) });
  }
}

function actionOf(event: LockEvent): string {
  return event.type === 'ended' ? event.how : event.type;
}

function stateOf(event: LockEvent): Pick<Change, 'before' | 'after'> {
  switch (event.type) {
    case 'ended':
      return { before: event.hold, after: event.reason === null ? null : { reason: event.reason } };
    case 'claimed':
      return { before: null, after: event.hold };
    case 'extended':
    case 'renewed':
    case 'suspect':
    case 'heard-again':
      return { before: event.before, after: event.hold };
    case 'joined':
    case 'offered':
      return { before: null, after: event.waiting };
    case 'left':
    case 'skipped':
    case 'dropped':
      return { before: event.waiting, after: null };
    case 'deploy-started':
      return { before: null, after: event.deploy };
    case 'deploy-finished':
    case 'deploy-lost':
      return { before: event.before, after: event.deploy };
  }
}
