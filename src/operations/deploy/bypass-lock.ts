import * as z from 'zod';
import { recordBypass } from '../../coordination/deploy-locks/bypass.ts';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import type { App } from '../app.ts';
import type { OperationCall, Outcome } from '../kit/operation.ts';
import { refused } from './blocked-claim.ts';
import { lockName } from './lock-text.ts';

/** The reply data of a claim whose caller deploys without the lock. */
export const WithoutLock = z.object({ service: z.string(), token: z.null() });
export type WithoutLock = Readonly<z.infer<typeof WithoutLock>>;

interface UndecidableClaim {
  readonly service: string;
  readonly reason: string;
  readonly without_lock: boolean;
}

/**
 * Answers a claim while the store is unreachable because of `error`. The holder is unknown, so the claim is refused, unless the caller
 * asked to deploy without the lock. Such a deploy is recorded on this machine and announced later.
 */
export async function bypassLock(
  app: Pick<App, 'offlineLog' | 'now' | 'newId'>,
  { input: { service, reason, without_lock }, actor }: Pick<OperationCall<UndecidableClaim>, 'input' | 'actor'>,
  error: Error,
): Promise<Outcome<WithoutLock, never>> {
  if (!without_lock) {
    return refused('store_unreachable', unreachableText(service, error));
  }
  const at = app.now().toISOString();
  const id = `${at.replaceAll(':', '-')}-${app.newId()}`;
  await recordBypass(app.offlineLog, id, { service, claimant: claimantOf(actor), reason, at });
  const message = `You are deploying without ${lockName(service)}, so nothing keeps others from deploying now. This machine has recorded your deploy. The channel gets a notice when the store is back.`;
  return { decision: 'done', code: 'without_lock', message, data: { service, token: null }, next: [] };
}

/** Refuses a claim while the store is unreachable, and says how to deploy nevertheless. */
export function unreachableText(service: string, error: Error): string {
  return `${error.message.replace(/\.$/, '')}. The holder of ${lockName(service)} is unknown, so your claim was refused. Ask in the channel who is deploying, then try again. To deploy without the lock, add \`--without-lock\`; the channel gets a notice when the store is back.`;
}
