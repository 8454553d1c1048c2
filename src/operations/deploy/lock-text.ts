import type { Blocked } from '../../coordination/deploy-locks/claim-lock.ts';
import { type Claimant, type EndedHold, GLOBAL, type Hold } from '../../coordination/deploy-locks/lock.ts';
import type { StaleToken } from '../../coordination/deploy-locks/stale-token.ts';
import type { Instant } from '../../platform/instant.ts';
import { quoteText } from '../../platform/printable.ts';
import { leagueTime, leagueTimeSpan } from '../kit/league-time.ts';
import { sentenceCase } from '../kit/sentence-case.ts';
import { freezeSentence } from './freeze-text.ts';
import { claimantName } from './lock-facts.ts';

/** Names a lock for use in a sentence, such as `the worker deploy lock`. */
export function lockName(service: string): string {
  return `the ${service} deploy lock`;
}

/** Describes a hold: the holder, the times and the reason. */
export function holdSentence(service: string, hold: Hold, now: Instant): string {
  const { claimant, reason, since, until, unresponsive_since } = hold;
  const unresponsive =
    unresponsive_since === null
      ? ''
      : ` The session has been unresponsive since ${leagueTime(unresponsive_since, now)}.`;
  return `${claimantWithSession(claimant)} has held ${lockName(service)} since ${leagueTime(since, now)} (${leagueTimeSpan(since, now)}), until ${leagueTime(until, now)}: ${quotedSentence(reason)}${unresponsive}`;
}

export function endSentence({ hold, how, by, reason, at }: EndedHold, now: Instant): string {
  const claim = `The claim of ${claimantName(hold.claimant)} (token ${hold.token})`;
  const when = leagueTime(at, now);
  switch (how) {
    case 'released':
      return `${claim} was released at ${when}.`;
    case 'expired':
      return `${claim} expired at ${when}.`;
    case 'session-ended':
      return `${claim} ended with its session at ${when}.`;
    case 'handed-over':
      return `${claim} was handed over to ${by === null ? 'somebody' : claimantName(by)} at ${when}.`;
    case 'taken-over':
      return `${claim} was taken over by ${by === null ? 'somebody' : claimantName(by)} at ${when}: ${reason === null ? 'no reason given.' : quotedSentence(reason)}`;
  }
}

export function blockedSentence({ conflict, lock }: Extract<Blocked, { type: 'blocked' }>, now: Instant): string {
  const waiting = lock.queue.map(({ claimant }) => claimantName(claimant));
  if (conflict.type === 'reserved') {
    const { reservation, service } = conflict;
    return `${sentenceCase(lockName(service))} is reserved for ${waiting[0]} until ${leagueTime(reservation.until, now)}.`;
  }
  if (conflict.type === 'awaited') {
    const { claimant, since } = conflict.waiting;
    return `${claimantName(claimant)} has been waiting for ${lockName(GLOBAL)} since ${leagueTime(since, now)}. New claims are granted only after that one.`;
  }
  if (conflict.type === 'frozen') return freezeSentence(conflict.freeze, now);
  const queue = waiting.length === 0 ? '' : ` Waiting: ${waiting.join(', ')}.`;
  return `${holdSentence(conflict.service, conflict.hold, now)}${queue}`;
}

/** Describes an unreadable lock. Tipoff does not repair the document, because the holder is unknown. */
export function unreadableSentence({ service, why }: { readonly service: string; readonly why: string }): string {
  return `The document locks/${service} cannot be read (${why}), so the holder of ${lockName(service)} is unknown. Ask in the channel who is deploying, then correct or delete the document.`;
}

export function staleTokenSentence(
  { token, known, hold, last, blocked }: StaleToken,
  service: string,
  now: Instant,
): string {
  const fault = {
    'never-given': `was never issued for ${lockName(service)}`,
    given: hold?.token === token ? 'belongs to a claim of another session' : 'is no longer valid',
  }[known];
  const ended = last?.hold.token === token ? ` ${endSentence(last, now)}` : '';
  return `Token ${token} ${fault}. Nothing was changed.${ended} ${currentHolderSentence({ hold, blocked }, service, now)}`;
}

function currentHolderSentence(
  { hold, blocked }: Pick<StaleToken, 'hold' | 'blocked'>,
  service: string,
  now: Instant,
): string {
  if (blocked !== null) return blockedSentence(blocked, now);
  return hold === null ? `${sentenceCase(lockName(service))} is free now.` : holdSentence(service, hold, now);
}

/** Prepares text from people for the end of a sentence: puts it in quotes and adds a full stop. */
export function quotedSentence(text: string): string {
  return `${quoteText(text.trim())}.`;
}

/**
 * Names a claimant, and an agent together with its session, because one person can have several agents. The session of a
 * person has the person's Slack id in its name, which nobody can read.
 */
function claimantWithSession(claimant: Claimant): string {
  const name = claimantName(claimant);
  return claimant.kind === 'agent' ? `${name} (${claimant.session})` : name;
}
