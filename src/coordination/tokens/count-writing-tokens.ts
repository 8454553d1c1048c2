import type { DocumentStore } from '../../platform/document-store.ts';
import { TOKENS, tokenState } from './token.ts';

/** The number of valid agent tokens with write scope for a session. */
export async function countWritingTokens(store: DocumentStore, sessionId: string): Promise<number> {
  const [tokens, now] = await Promise.all([
    store.query({ collection: TOKENS }, { where: [['session_id', '==', sessionId]] }),
    store.now(),
  ]);
  return tokens.filter(({ data }) => data.scope === 'write' && tokenState(data, now) === 'valid').length;
}
