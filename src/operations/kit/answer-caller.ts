import { recordFirstUse } from '../../coordination/sessions/record-first-use.ts';
import { isStartedSession } from '../../coordination/sessions/session.ts';
import { takeNotes } from '../../coordination/sessions/take-notes.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from './audit-context-of-call.ts';
import { isStoreUnavailable } from './is-store-unavailable.ts';
import type { Operation, OperationCall, Outcome } from './operation.ts';

/**
 * Runs an operation for a caller of a transport, and adds the notes that others left for the caller's session. A note
 * waits longer if the operation throws, or if the transport shows the answer to nobody.
 */
export async function answerCaller(
  app: App,
  operation: Operation,
  call: OperationCall<Record<string, unknown>>,
): Promise<Outcome<unknown>> {
  if (operation.opens !== 'nothing') await noteFirstUse(app, call);
  const outcome = await operation.run(app, call);
  if (operation.notes === 'wait' || operation.prints === 'data' || operation.opens === 'nothing') return outcome;
  const notes = await notesFor(app, call);
  return notes.length === 0 ? outcome : { ...outcome, notes };
}

/** An agent's first call makes its session live, also if the call only reads. */
async function noteFirstUse(app: App, call: OperationCall<unknown>): Promise<void> {
  if (!isStartedSession(call.actor.session)) return;
  try {
    await recordFirstUse(app, call.actor.session, auditContextOfCall(app, call));
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
  }
}

async function notesFor(app: App, call: OperationCall<unknown>) {
  try {
    return await takeNotes(app.store, auditContextOfCall(app, call));
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    return [];
  }
}
