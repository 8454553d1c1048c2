import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { laterBy } from '../../platform/instant.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { type Token, tokenRef } from './token.ts';

export interface NewToken
  extends Pick<Token, 'token_id' | 'secret_hash' | 'session_id' | 'name' | 'acts_for' | 'scope'> {
  readonly createdBy: string;
  readonly forMs: number;
}

/** Stores a new token. The audit record has its session and expiry, and nothing of the secret. */
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
    };
    transaction.create(tokenRef(token.token_id), { ...token, created_at: STORE_TIME });
    const { session_id, name, acts_for, scope, expires_at } = token;
    audit.append({
      action: 'token.created',
      subject: { kind: 'token', id: token.token_id },
      before: null,
      after: { session_id, name, acts_for, scope, expires_at },
    });
    return token;
  });
}
