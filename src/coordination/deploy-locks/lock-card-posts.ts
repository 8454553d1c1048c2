import type { NewPost } from '../outbox/post.ts';
import { deploysUnder, endedAtOf } from './end-hold.ts';
import { type EndedHold, GLOBAL, type Hold, type Lock } from './lock.ts';
import type { LockCard } from './lock-announcements.ts';
import { changedLocks, type LockState, readableLocks, type ScopedEvent } from './lock-state.ts';

/** The posts of the cards that a change affects: those of the changed locks, and the global lock's card when a deploy under it changed. */
export function cardPosts(before: LockState, after: LockState, events: readonly ScopedEvent[]): readonly NewPost[] {
  const changed = changedLocks(before, after);
  const locks = new Set([...changed, ...deployingUnderGlobal(after, changed)]);
  return [...locks].flatMap((lock) => cardsOf(after, lock, events));
}

export function cardKey(service: string, { token }: Pick<Hold, 'token'>): string {
  return `lock-${service}-${token}`;
}

function deployingUnderGlobal(after: LockState, changed: readonly Lock[]): readonly Lock[] {
  const global = readableLocks(after).filter(({ service, hold }) => service === GLOBAL && hold !== null);
  return global.filter(({ hold }) => changed.some(({ deploy }) => deploy?.token === hold?.token));
}

/** The cards of one lock: those of the holds that ended in this change, and that of the current hold. A free lock shows the card of its last hold. */
function cardsOf(after: LockState, lock: Lock, events: readonly ScopedEvent[]): readonly NewPost[] {
  const own = events.flatMap(({ service, event }) => (service === lock.service ? [event] : []));
  const ended = own.flatMap((event) =>
    event.type === 'ended' ? [cardPost(after, lock, { ...event, at: endedAtOf(event, after.now), deploys: [] })] : [],
  );
  const last = lock.last_end === null ? [] : [cardPost(after, lock, lock.last_end)];
  if (lock.hold === null) return [...ended, ...last];
  // A claim uses up the reservation that the last hold's card shows, so that card changes as well.
  const isClaimed = own.some(({ type }) => type === 'claimed');
  return [...ended, ...(isClaimed ? last : []), cardPost(after, lock, { hold: lock.hold })];
}

function cardPost(after: LockState, lock: Lock, shown: EndedHold | { readonly hold: Hold }): NewPost {
  const { hold } = shown;
  const { ticket, token, claimant, reason, since, until, unresponsive_since, freeze_override } = hold;
  const isNewest = token === lock.token;
  const kept = 'deploys' in shown ? shown.deploys : [];
  const deploys = kept.length > 0 ? kept : deploysUnder(after, lock.service, hold);
  const card: LockCard = {
    type: 'lock',
    service: lock.service,
    ticket,
    token,
    claimant,
    reason,
    since,
    until,
    suspect_since: unresponsive_since,
    freeze_override,
    ended: 'how' in shown ? { how: shown.how, by: shown.by, reason: shown.reason, at: shown.at } : null,
    queue: isNewest
      ? lock.queue.map((turn) => ({ claimant: turn.claimant, reason: turn.reason, since: turn.since }))
      : [],
    offered_until: isNewest ? (lock.reservation?.until ?? null) : null,
    deploys: [...deploys],
  };
  return { key: cardKey(lock.service, hold), announcement: card };
}
