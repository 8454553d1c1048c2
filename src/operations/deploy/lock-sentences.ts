import type { Blocked } from '../../coordination/deploy-locks/claim-lock.ts';
import { type Claimant, type EndedHold, GLOBAL, type Hold } from '../../coordination/deploy-locks/lock.ts';
import type { StaleToken } from '../../coordination/deploy-locks/stale-token.ts';
import type { Instant } from '../../platform/instant.ts';
import { withoutCode } from '../kit/input/printable.ts';
import { leagueTime, leagueTimeSpan } from '../kit/league-clock.ts';
import { claimantName } from './lock-facts.ts';

/** `the deployment lock of worker`. */
export function lockName(service: string): string {
  return service === GLOBAL ? 'the deployment lock of everything' : `the deployment lock of ${service}`;
}

/** Who has it, since when, why and until when. */
export function holdSentence(service: string, hold: Hold, now: Instant): string {
  const { claimant, reason, since, until, unresponsive_since } = hold;
  const silent =
    unresponsive_since === null
      ? ''
      : ` Nothing was heard of that session since ${leagueTime(unresponsive_since, now)}.`;
  return `${whoText(claimant)} holds ${lockName(service)} since ${leagueTime(since, now)} (${leagueTimeSpan(since, now)}), until ${leagueTime(until, now)}: ${closed(reason)}${silent}`;
}

export function endSentence({ hold, how, by, reason, at }: EndedHold, now: Instant): string {
  const claim = `The claim of ${claimantName(hold.claimant)} (token ${hold.token})`;
  const when = leagueTime(at, now);
  switch (how) {
    case 'released':
      return `${claim} was released at ${when}.`;
    case 'expired':
      return `${claim} ran out at ${when}.`;
    case 'session-ended':
      return `${claim} ended with its session at ${when}.`;
    case 'taken-over':
      return `${claim} was taken over by ${by === null ? 'somebody' : claimantName(by)} at ${when}: ${closed(reason ?? 'no reason given')}`;
  }
}

export function blockedSentence({ conflict, lock }: Extract<Blocked, { type: 'blocked' }>, now: Instant): string {
  const waiting = lock.queue.map(({ claimant }) => claimantName(claimant));
  if (conflict.type === 'reserved') {
    const { reservation, service } = conflict;
    return `Until ${leagueTime(reservation.until, now)} ${lockName(service)} is kept for ${waiting[0]}, who waited for it.`;
  }
  if (conflict.type === 'awaited') {
    const { claimant, since } = conflict.waiting;
    return `${claimantName(claimant)} waits for ${lockName(GLOBAL)} since ${leagueTime(since, now)}, so no service goes to anybody who asks later.`;
  }
  const queue = waiting.length === 0 ? '' : ` Waiting: ${waiting.join(', ')}.`;
  return `${holdSentence(conflict.service, conflict.hold, now)}${queue}`;
}

/** What is wrong with a document that nobody can decide by. Nothing repairs it, because nobody knows who holds what. */
export function unreadableSentence({ service, why }: { readonly service: string; readonly why: string }): string {
  return `The document locks/${service} cannot be read, so nobody can tell who holds ${lockName(service)}; it was left as it is. Look at it (${why}), ask in the channel who deploys, then correct or delete the document.`;
}

export function staleSentence(
  { token, known, hold, last, blocked }: StaleToken,
  service: string,
  now: Instant,
): string {
  const fault = {
    'never-given': `was never given for ${lockName(service)}`,
    given: hold?.token === token ? 'is that of a claim of another session' : 'is not valid any more',
  }[known];
  const ended = last?.hold.token === token ? ` ${endSentence(last, now)}` : '';
  return `Token ${token} ${fault}; nothing was changed.${ended} ${presentSentence({ hold, blocked }, service, now)}`;
}

function presentSentence(
  { hold, blocked }: Pick<StaleToken, 'hold' | 'blocked'>,
  service: string,
  now: Instant,
): string {
  if (blocked !== null) return blockedSentence(blocked, now);
  return hold === null ? `Nobody holds ${lockName(service)} now.` : holdSentence(service, hold, now);
}

/** What somebody wrote as the end of a sentence: with a full stop, unless it has an end of its own, and without code. */
export function closed(text: string): string {
  const written = withoutCode(text.trimEnd());
  return /[.!?…]$/.test(written) ? written : `${written}.`;
}

/** With the session, which is the owner: two sessions of one person are two. */
function whoText(claimant: Claimant): string {
  return `${claimantName(claimant)} (${claimant.session})`;
}
