import type { Approval } from '../coordination/approvals/approval.ts';
import { type Actor, nameOf } from '../coordination/identity/actor.ts';
import { decideForceComplete } from '../pipeline/batch/force-complete.ts';
import type { App } from './app.ts';
import { printable } from './input/printable.ts';
import type { Outcome } from './operation.ts';

/** Decides a request for approval. The first decision stands; later ones are told whose it was and when. */
export async function decide(
  app: App,
  actor: Actor,
  { approvalId, state }: { readonly approvalId: string; readonly state: 'approved' | 'cancelled' },
): Promise<Outcome<Approval | null>> {
  const decided = await decideForceComplete(app, { approvalId, state, by: nameOf(actor) });
  switch (decided.type) {
    case 'unknown':
      return refused('unknown_approval', `There is no request ${printable(approvalId)} to decide.`, null);
    case 'already-decided':
      return refused('already_decided', sentenceOf(decided.approval), decided.approval);
    case 'decided':
      return { decision: 'done', code: 'ok', message: sentenceOf(decided.approval), data: decided.approval, next: [] };
  }
}

function sentenceOf({ state, decided_by, decided_at, batch_id }: Approval): string {
  const at = decided_at === null ? '' : ` at ${decided_at.slice(11, 19)} UTC`;
  switch (state) {
    case 'approved':
      return `${decided_by} approved the force-complete of ${batch_id}${at}.`;
    case 'cancelled':
      return `${decided_by} cancelled the force-complete of ${batch_id}${at}.`;
    case 'overtaken':
      return `Batch ${batch_id} ended before anybody decided.`;
    case 'pending':
      return `The force-complete of ${batch_id} is not decided yet.`;
  }
}

function refused(code: string, message: string, data: Approval | null): Outcome<Approval | null> {
  return { decision: 'refused', code, message, data, next: [] };
}
