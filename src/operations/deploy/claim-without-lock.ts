import * as z from 'zod';
import { recordBypass } from '../../coordination/deploy-locks/bypass.ts';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import type { App } from '../app.ts';
import type { OperationCall, Outcome } from '../kit/operation.ts';
import { refused } from './blocked-claim.ts';
import { lockName } from './lock-sentences.ts';

/** What a caller has who goes on without a lock. */
export const WithoutLock = z.object({ service: z.string(), token: z.null() });
export type WithoutLock = Readonly<z.infer<typeof WithoutLock>>;

/** A claim that cannot be decided. */
interface Undecided {
  readonly service: string;
  readonly reason: string;
  readonly without_lock: boolean;
}

/**
 * Answers a claim while no store can be asked, which `error` tells of. Nobody can say who holds what, so nothing is granted; who has to go on
 * all the same says so, and everybody is told of it later.
 */
export async function claimWithoutLock(
  app: Pick<App, 'offlineLog' | 'now' | 'newId'>,
  { input: { service, reason, without_lock }, actor }: Pick<OperationCall<Undecided>, 'input' | 'actor'>,
  error: Error,
): Promise<Outcome<WithoutLock, never>> {
  if (!without_lock) {
    const message = `${error.message.replace(/\.$/, '')}. So nobody can tell who holds ${lockName(service)}, and it is not granted. Ask in the channel who deploys and try again; \`--without-lock\` goes on without it and is announced when the store is back.`;
    return refused('store_unreachable', message);
  }
  const at = app.now().toISOString();
  const id = `${at.replaceAll(':', '-')}-${app.newId()}`;
  await recordBypass(app.offlineLog, id, { service, claimant: claimantOf(actor), reason, at });
  const message = `You go on without ${lockName(service)}: nobody else is kept away. It is written down on this machine and announced when the store is back.`;
  return { decision: 'done', code: 'without_lock', message, data: { service, token: null }, next: [] };
}
