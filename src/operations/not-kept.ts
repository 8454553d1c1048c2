import type { NotGuarded } from '../coordination/locks/deploy-under-lock.ts';
import type { NotKept } from '../coordination/locks/keep-lock.ts';
import type { Instant } from '../platform/instant.ts';
import { refused, takeOverStep } from './blocked-claim.ts';
import { endSentence, holdSentence, lockName, staleSentence, unreadableSentence } from './lock-sentences.ts';
import type { Outcome } from './operation.ts';
import { sentenceCase } from './sentence-case.ts';

/** Why a hold was neither extended nor released. */
export function notKeptOutcome(answer: NotKept, service: string, now: Instant): Outcome<null> {
  switch (answer.type) {
    case 'unreadable':
      return refused('lock_unreadable', unreadableSentence(answer));
    case 'stale-token':
      return staleOutcome(answer, service, now);
    case 'not-held': {
      const last = answer.last === null ? '' : ` ${endSentence(answer.last, now)}`;
      return refused('not_held', `Nobody holds ${lockName(service)}.${last}`, [claimStep(service)]);
    }
    case 'not-yours': {
      const { hold } = answer;
      const wanted = { service, reason: '…', for: '30m' };
      const { acts_for } = hold.claimant;
      const keepers = acts_for === null ? 'Only that session' : `Only that session and ${acts_for}`;
      const message = `${holdSentence(service, hold, now)} ${keepers} may extend or release it.`;
      return refused('not_yours', message, [takeOverStep(wanted, hold.token)]);
    }
  }
}

export function staleOutcome(
  answer: Extract<NotKept | NotGuarded, { type: 'stale-token' }>,
  service: string,
  now: Instant,
): Outcome<null> {
  return refused('stale_token', staleSentence(answer, service, now), [claimStep(service)]);
}

export function notClaimedOutcome(
  { last }: Extract<NotGuarded, { type: 'not-claimed' }>,
  service: string,
  now: Instant,
): Outcome<null> {
  const ended = last === null ? '' : ` ${endSentence(last, now)}`;
  return refused('not_claimed', `${sentenceCase(lockName(service))} has to be claimed first.${ended}`, [
    claimStep(service),
  ]);
}

function claimStep(service: string) {
  return { operation: 'deploy claim', arguments: { service, reason: '…' }, why: 'Claim it, with your reason.' };
}
