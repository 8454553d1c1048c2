import * as z from 'zod';
import type { Freeze } from '../../coordination/deploy-locks/freeze.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import { Instant } from '../../platform/instant.ts';
import { quoteText } from '../../platform/printable.ts';
import { UserText } from '../../platform/user-text.ts';
import { leagueTime } from '../kit/league-time.ts';

/** A freeze as replies show it. `by` is null for the freeze of tonight's games. */
export const FreezeFacts = z.object({
  reason: UserText,
  by: UserText.nullable(),
  from: Instant,
  until: Instant,
});
export type FreezeFacts = Readonly<z.infer<typeof FreezeFacts>>;

export function freezeFacts({ reason, by, from, until }: Freeze): FreezeFacts {
  return { reason, by, from, until };
}

/** Says who or what freezes the deploys, and until when. */
export function freezeSentence({ reason, by, until }: FreezeFacts, now: Instant): string {
  const ends = leagueTime(until, now);
  return by === null
    ? `Deploys are frozen until ${ends}, because of ${reason}.`
    : `Deploys are frozen until ${ends} by ${by}: ${quoteText(reason.trim())}.`;
}

/** Says what a caller can do whom a freeze keeps from deploying. Only people override a freeze. */
export function freezeWayOut({ kind, actsFor }: Pick<Actor, 'kind' | 'actsFor'>): string {
  if (kind === 'person') return 'Wait, or deploy now with `--during-freeze "why"`; everybody sees the reason.';
  const person = actsFor === undefined ? 'a person' : `@${actsFor}`;
  return `Wait, or ask ${person}: only people lift a freeze (\`tipoff deploy unfreeze\`) or deploy during it.`;
}
