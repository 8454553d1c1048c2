import type { Instant } from '../../platform/instant.ts';
import type { NewPost } from '../outbox/post.ts';
import type { Hold } from './lock.ts';
import type { UnresponsiveHolder } from './lock-announcements.ts';
import { cardKey } from './lock-card-posts.ts';
import type { LockState, ScopedEvent } from './lock-state.ts';

/** Each time a session becomes unresponsive, a new message announces it. */
export function unresponsivePosts({ service, event }: ScopedEvent, { now }: LockState): readonly NewPost[] {
  if (event.type === 'unresponsive') return [unresponsivePost(service, event.hold, { since: now })];
  if (event.type === 'responsive-again') {
    const since = event.before.unresponsive_since ?? now;
    return [unresponsivePost(service, event.hold, { since, outcome: 'heard-again' })];
  }
  if (event.type !== 'ended' || event.hold.unresponsive_since === null) return [];
  const since = event.hold.unresponsive_since;
  return [unresponsivePost(service, event.hold, { since, outcome: event.how, by: event.by })];
}

interface Unresponsiveness {
  readonly since: Instant;
  readonly outcome?: UnresponsiveHolder['outcome'];
  readonly by?: UnresponsiveHolder['settled_by'];
}

function unresponsivePost(
  service: string,
  hold: Hold,
  { since, outcome = null, by = null }: Unresponsiveness,
): NewPost {
  const { ticket, token, claimant, reason, since: heldSince, until } = hold;
  const announcement: UnresponsiveHolder = {
    type: 'lock-suspect',
    service,
    ticket,
    token,
    claimant,
    reason,
    since: heldSince,
    until,
    suspect_since: since,
    outcome,
    settled_by: by,
  };
  return { key: `${cardKey(service, hold)}-suspect-${since}`, announcement };
}
