import type { Claimant } from '../../coordination/deploy-locks/lock.ts';
import type { Addressee, Handoff, MovedThing, ProvedClaim, Verdict } from '../../coordination/handoffs/handoff.ts';
import { withoutCode } from '../../platform/printable.ts';
import { claimantName } from '../deploy/lock-facts.ts';
import { leagueDay } from '../kit/league-time.ts';
import { holdingName } from '../session/holdings-text.ts';

const VERDICTS = ['true', 'false', 'unknown'] as const satisfies readonly Verdict[];

/** Names a session together with its owner. The session has the work, and one person can have several sessions. */
export function sessionOwner(claimant: Claimant): string {
  return `${claimantName(claimant)} (${claimant.session})`;
}

/** Says for whom a handoff is, in words for the middle of a sentence. */
export function addresseeName(to: Addressee): string {
  switch (to.type) {
    case 'anybody':
      return 'anybody';
    case 'session':
      return `the session ${to.session}`;
    case 'person':
      return `@${withoutCode(to.name)}`;
  }
}

/** Counts the verdicts of claims: `2 of 3 claims are true, 1 is false`. */
export function verdictsText(proved: readonly ProvedClaim[]): string {
  const [right = 0, wrong = 0, unknown = 0] = VERDICTS.map(
    (each) => proved.filter(({ verdict }) => verdict === each).length,
  );
  if (proved.length === 0) return 'There are no claims';
  const are = (count: number) => (count === 1 ? 'is' : 'are');
  return [
    `${right} of ${proved.length} ${proved.length === 1 ? 'claim' : 'claims'} ${are(right)} true`,
    ...(wrong === 0 ? [] : [`${wrong} ${are(wrong)} false`]),
    ...(unknown === 0 ? [] : [`${unknown} ${are(unknown)} unknown`]),
  ].join(', ');
}

/** Names one thing that moved, with its new fencing token, such as `the worker deploy lock (token 4)`. */
export function movedName({ kind, id, token }: MovedThing): string {
  const name = kind === 'deploy' ? `the running deploy of ${id}` : holdingName({ kind, id });
  return token === null ? name : `${name} (token ${token})`;
}

export function movedText(moved: readonly MovedThing[]): string {
  return moved.length === 0 ? 'Nothing was held, so nothing moved.' : `Moved: ${moved.map(movedName).join(', ')}.`;
}

/** Says what became of a handoff, in a sentence. */
export function handoffSentence({
  handoff_id,
  state,
  from,
  accepted,
  withdrawn_by,
  addressed_to,
  expires_at,
}: Handoff): string {
  const what = `Handoff ${handoff_id} of ${sessionOwner(from)}`;
  switch (state) {
    case 'pending':
      return `${what} is for ${addresseeName(addressed_to)} and waits until ${leagueDay(expires_at)}.`;
    case 'withdrawn':
      return `${what} was withdrawn${withdrawn_by === null ? '' : ` by ${sessionOwner(withdrawn_by)}`}.`;
    case 'expired':
      return `${what} expired at ${leagueDay(expires_at)}, because nobody accepted it.`;
    case 'accepted':
      return accepted === null
        ? `${what} was accepted.`
        : `${what} was accepted by ${sessionOwner(accepted.by)} at ${leagueDay(accepted.at)}.`;
  }
}
