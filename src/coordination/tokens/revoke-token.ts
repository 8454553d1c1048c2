import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { type Token, tokenRef, tokenState } from './token.ts';
import { tokenRequestPost } from './token-request-card.ts';

export type Revocation =
  | { readonly type: 'revoked' | 'revoked-before'; readonly token: Token }
  | { readonly type: 'unknown' };

/**
 * Revokes an agent token permanently. The next use of the token is refused, and the card of a pending token loses its
 * buttons.
 */
export function revokeToken(store: DocumentStore, tokenId: string, auditContext: AuditContext): Promise<Revocation> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const token = (await transaction.get(tokenRef(tokenId)))?.data;
    if (token === undefined) return { type: 'unknown' };
    if (token.revoked_at !== null) return { type: 'revoked-before', token };
    const isPending = tokenState(token, await transaction.now()) === 'pending';
    await enqueuePosts(transaction, isPending ? [tokenRequestPost(token, 'revoked')] : []);
    transaction.update(tokenRef(tokenId), { revoked_at: STORE_TIME });
    audit.append({
      action: 'token.revoked',
      subject: { kind: 'token', id: tokenId },
      before: { scope: token.scope, expires_at: token.expires_at },
      after: { revoked: true },
    });
    return { type: 'revoked', token };
  });
}
