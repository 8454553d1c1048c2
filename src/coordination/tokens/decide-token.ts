import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { millisOf } from '../../platform/instant.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { startSession } from '../sessions/start-session.ts';
import { type Token, tokenRef, tokenState } from './token.ts';
import { applyConfirmation, type ConfirmationAnswer, type ConfirmationDecision } from './token-grant-policy.ts';
import { tokenRequestPost } from './token-request-card.ts';

export type TokenDecided = ConfirmationAnswer | { readonly type: 'unknown' };

/**
 * Records the decision of a person about a pending token, and updates the card. The session of a confirmed token starts
 * before the decision is stored. If this process ends between the two, the token is still pending, and the person can
 * confirm it again.
 */
export async function decideToken(
  deps: LockDeps,
  { tokenId, ...decision }: ConfirmationDecision & { readonly tokenId: string },
  auditContext: AuditContext,
): Promise<TokenDecided> {
  const token = (await deps.store.get(tokenRef(tokenId)))?.data;
  if (token === undefined) return { type: 'unknown' };
  const answer = applyConfirmation(token, decision, await deps.store.now());
  if (answer.type === 'not-theirs') return answer;
  if (answer.type === 'decided' && decision.decision === 'confirmed') await startItsSession(deps, token, auditContext);
  return await saveDecision(deps.store, { token, decision }, auditContext);
}

async function startItsSession(deps: LockDeps, token: Token, auditContext: AuditContext): Promise<void> {
  const { session_id: sessionId, name, acts_for: actsFor, scope, expires_at } = token;
  const forMs = millisOf(expires_at) - millisOf(await deps.store.now());
  await startSession(deps, { sessionId, name, actsFor, scope, forMs, because: 'token-issued' }, auditContext);
}

/** Applies the decision again in a transaction, because the token may have changed since it was read. */
function saveDecision(
  store: DocumentStore,
  { token, decision }: { readonly token: Token; readonly decision: ConfirmationDecision },
  auditContext: AuditContext,
): Promise<TokenDecided> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const ref = tokenRef(token.token_id);
    const found = (await transaction.get(ref))?.data;
    if (found === undefined) return { type: 'unknown' };
    const now = await transaction.now();
    const answer = applyConfirmation(found, decision, now);
    const hasCard = found.to_confirm.length > 0;
    await enqueuePosts(transaction, hasCard ? [tokenRequestPost(answer.token, tokenState(answer.token, now))] : []);
    if (answer.type !== 'decided') return answer;
    transaction.update(ref, { decision: decision.decision, decided_at: STORE_TIME });
    audit.append({
      action: `token.${decision.decision}`,
      subject: { kind: 'token', id: token.token_id },
      before: { decision: null, to_confirm: token.to_confirm },
      after: { decision: decision.decision },
    });
    return answer;
  });
}
