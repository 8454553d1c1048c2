import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { laterBy } from '../../platform/instant.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { type Token, tokenRef } from './token.ts';
import { tokenRequestPost } from './token-request-card.ts';

export interface NewToken
  extends Pick<Token, 'token_id' | 'secret_hash' | 'session_id' | 'name' | 'acts_for' | 'scope' | 'to_confirm'> {
  readonly createdBy: string;
  readonly forMs: number;
}

/**
 * Stores a new agent token. If the person behind the agent has to confirm rights, the token is pending and a card asks
 * that person to decide. The audit record contains the session and the expiry, and nothing of the secret.
 */
export function createToken(
  store: DocumentStore,
  { createdBy, forMs, ...fields }: NewToken,
  auditContext: AuditContext,
): Promise<Token> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const now = await store.now();
    const token: Token = {
      ...fields,
      created_by: createdBy,
      created_at: now,
      expires_at: laterBy(now, forMs),
      revoked_at: null,
      decision: null,
      decided_at: null,
    };
    await enqueuePosts(transaction, token.to_confirm.length === 0 ? [] : [tokenRequestPost(token, 'pending')]);
    transaction.create(tokenRef(token.token_id), { ...token, created_at: STORE_TIME });
    const { session_id, name, acts_for, scope, expires_at, to_confirm } = token;
    audit.append({
      action: 'token.created',
      subject: { kind: 'token', id: token.token_id },
      before: null,
      after: { session_id, name, acts_for, scope, expires_at, to_confirm },
    });
    return token;
  });
}
