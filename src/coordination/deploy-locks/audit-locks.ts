import type { AuditedChange } from '../audit/open-audit.ts';
import type { LockEvent, ScopedEvent } from './lock-state.ts';
import { storedHold } from './lock-storage.ts';

/** Audit actions whose stored name differs from the event's type. An `ended` event is stored under the way the hold ended, such as `lock.expired`. */
const STORED_ACTIONS: Partial<Record<LockEvent['type'], string>> = {
  unresponsive: 'suspect',
  'responsive-again': 'heard-again',
  reserved: 'offered',
};

export function auditRecordOf({ service, event }: ScopedEvent): AuditedChange {
  return { action: `lock.${actionOf(event)}`, subject: { kind: 'service', id: service }, ...statesOf(event) };
}

function actionOf(event: LockEvent): string {
  return event.type === 'ended' ? event.how : (STORED_ACTIONS[event.type] ?? event.type);
}

function statesOf(event: LockEvent): Pick<AuditedChange, 'before' | 'after'> {
  switch (event.type) {
    case 'ended':
      return { before: storedHold(event.hold), after: event.reason === null ? null : { reason: event.reason } };
    case 'claimed':
      return { before: null, after: storedHold(event.hold) };
    case 'extended':
    case 'changed':
    case 'expires-soon':
    case 'renewed':
    case 'unresponsive':
    case 'responsive-again':
    case 'freeze-overridden':
      return { before: storedHold(event.before), after: storedHold(event.hold) };
    case 'joined':
    case 'reserved':
      return { before: null, after: event.waiting };
    case 'left':
    case 'skipped':
    case 'dropped':
      return { before: event.waiting, after: null };
    case 'deploy-started':
      return { before: null, after: event.deploy };
    case 'place-handed-over':
      return { before: event.from, after: event.waiting };
    case 'deploy-seen':
    case 'deploy-missing':
    case 'deploy-overdue':
    case 'deploy-finished':
    case 'deploy-lost':
    case 'deploy-handed-over':
      return { before: event.before, after: event.deploy };
  }
}
