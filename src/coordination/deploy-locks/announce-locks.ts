import type { Instant } from '../../platform/instant.ts';
import type { NewPost } from '../outbox/post.ts';
import { endedAtOf } from './end-hold.ts';
import type { EndedHold, Hold, Lock } from './lock.ts';
import { GLOBAL } from './lock.ts';
import type { LockCard, LockNotice, ReservationNotice, UnresponsiveHolder } from './lock-announcements.ts';
import { changedLocks, type LockState, locksGuardedBy, readableLocks, type ScopedEvent } from './lock-state.ts';

/**
 * What the channel is to show after a change: one living message for each hold, what happened in its thread, and a message of their own for
 * what somebody has to act on.
 */
export function lockPosts(before: LockState, after: LockState): readonly NewPost[] {
  const changed = changedLocks(before, after);
  const locks = new Set([...changed, ...deployingUnderGlobal(after, changed)]);
  const cards = [...locks].flatMap((lock) => cardsOf(after, lock, after.events));
  const suspects = after.events.flatMap((scoped) => suspectPost(scoped, after));
  const offers = offerPosts(before, after);
  const notices = after.events.flatMap((scoped, index) => noticePost(scoped, { after, index }));
  return [...newestByKey([...cards, ...suspects, ...offers]), ...notices];
}

/** The living message of one hold of a scope. */
function cardKey(service: string, { token }: Pick<Hold, 'token'>): string {
  return `lock-${service}-${token}`;
}

function deployingUnderGlobal(after: LockState, changed: readonly Lock[]): readonly Lock[] {
  const global = readableLocks(after).filter(({ service, hold }) => service === GLOBAL && hold !== null);
  return global.filter(({ hold }) => changed.some(({ deploy }) => deploy?.token === hold?.token));
}

/** The cards of the holds that ended with this change, of the one there is, and of the last one while its lock is free. */
function cardsOf(after: LockState, lock: Lock, events: readonly ScopedEvent[]): readonly NewPost[] {
  const own = events.flatMap(({ service, event }) => (service === lock.service ? [event] : []));
  const ended = own.flatMap((event) =>
    event.type === 'ended' ? [cardPost(after, lock, { ...event, at: endedAtOf(event, after.now) })] : [],
  );
  const last = lock.last_end === null ? [] : [cardPost(after, lock, lock.last_end)];
  if (lock.hold === null) return [...ended, ...last];
  // The card of the last hold said for whom the lock was kept.
  const isClaimed = own.some(({ type }) => type === 'claimed');
  return [...ended, ...(isClaimed ? last : []), cardPost(after, lock, { hold: lock.hold })];
}

function cardPost(after: LockState, lock: Lock, shown: EndedHold | { readonly hold: Hold }): NewPost {
  const { hold } = shown;
  const { ticket, token, claimant, reason, since, until, suspect_since } = hold;
  const isNewest = token === lock.token;
  const deploys = locksGuardedBy(after, lock.service).flatMap(({ service, deploy }) =>
    deploy?.token === token ? [{ ...deploy, service }] : [],
  );
  const card: LockCard = {
    type: 'lock',
    service: lock.service,
    ticket,
    token,
    claimant,
    reason,
    since,
    until,
    suspect_since,
    ended: 'how' in shown ? { how: shown.how, by: shown.by, reason: shown.reason, at: shown.at } : null,
    queue: isNewest
      ? lock.queue.map((turn) => ({ claimant: turn.claimant, reason: turn.reason, since: turn.since }))
      : [],
    offered_until: isNewest ? (lock.offer?.until ?? null) : null,
    deploys,
  };
  return { key: cardKey(lock.service, hold), announcement: card };
}

/** One message for each silence: who fell silent again is said aloud again. */
function suspectPost({ service, event }: ScopedEvent, { now }: LockState): readonly NewPost[] {
  if (event.type === 'suspect') return [suspectCard(service, event.hold, { since: now })];
  if (event.type === 'heard-again') {
    return [suspectCard(service, event.hold, { since: event.before.suspect_since ?? now, outcome: 'heard-again' })];
  }
  if (event.type !== 'ended' || event.hold.suspect_since === null) return [];
  return [suspectCard(service, event.hold, { since: event.hold.suspect_since, outcome: event.how, by: event.by })];
}

function suspectCard(
  service: string,
  hold: Hold,
  {
    since,
    outcome = null,
    by = null,
  }: { since: Instant; outcome?: UnresponsiveHolder['outcome']; by?: UnresponsiveHolder['settled_by'] },
): NewPost {
  const { ticket, token, claimant, reason, since: heldSince, until } = hold;
  const card: UnresponsiveHolder = {
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
  return { key: `${cardKey(service, hold)}-suspect-${since}`, announcement: card };
}

/** Offers are found by comparing, because one can end in several ways. */
function offerPosts(before: LockState, after: LockState): readonly NewPost[] {
  return readableLocks(after).flatMap((lock) => {
    const view = before.views.get(lock.service);
    const old = view?.type === 'readable' ? view.lock : undefined;
    const ended =
      old?.offer && old.offer.ticket !== lock.offer?.ticket ? [offerCard(old, offerOutcome(old, after))] : [];
    const made = lock.offer !== null && lock.offer.ticket !== old?.offer?.ticket ? [offerCard(lock, null)] : [];
    return [...ended, ...made].flat();
  });
}

function offerCard({ service, offer, queue }: Lock, outcome: ReservationNotice['outcome']): readonly NewPost[] {
  const to = queue.find(({ claimant }) => claimant.session === offer?.session)?.claimant;
  if (offer === null || to === undefined) return [];
  const card: ReservationNotice = {
    type: 'lock-offer',
    service,
    ticket: offer.ticket,
    to,
    until: offer.until,
    outcome,
  };
  return [{ key: `lock-offer-${offer.ticket}`, announcement: card }];
}

function offerOutcome({ service, offer }: Lock, after: LockState): ReservationNotice['outcome'] {
  const own = after.events.filter((each) => each.service === service).map(({ event }) => event);
  const isClaimed = own.some((event) => event.type === 'claimed' && event.hold.claimant.session === offer?.session);
  if (isClaimed) return 'claimed';
  const isPassed = own.some((event) => event.type === 'skipped' && event.waiting.claimant.session === offer?.session);
  return isPassed ? 'passed' : 'withdrawn';
}

/** What happened, in the thread of the hold it happened to; what no hold was there for is told by the cards alone. */
function noticePost(
  { service, event }: ScopedEvent,
  { after, index }: { after: LockState; index: number },
): readonly NewPost[] {
  const notice = noticeOf(event);
  const under = threadOf(after, service, event);
  if (notice === undefined || under === undefined) return [];
  const announcement: LockNotice = {
    type: 'lock-notice',
    service,
    at: after.now,
    by: null,
    how: null,
    reason: null,
    until: null,
    deploy: null,
    ...notice,
  };
  return [{ key: `${under}-${after.now}-${index}`, under, announcement }];
}

/** The living message of the hold that an event belongs to: its own, that of the deploy's token, or else the newest of the scope. */
function threadOf(after: LockState, service: string, event: ScopedEvent['event']): string | undefined {
  if ('hold' in event) return cardKey(service, event.hold);
  const scopes = readableLocks(after).filter((lock) => lock.service === service || lock.service === GLOBAL);
  const holds = scopes.flatMap((lock) =>
    [lock.hold, lock.last_end?.hold].map((hold) => ({ service: lock.service, hold })),
  );
  const found = holds.find(({ service: scope, hold }) =>
    'deploy' in event ? hold?.token === event.deploy.token : scope === service && hold,
  );
  return found?.hold ? cardKey(found.service, found.hold) : undefined;
}

function noticeOf(
  event: ScopedEvent['event'],
): (Partial<LockNotice> & Pick<LockNotice, 'happened' | 'claimant'>) | undefined {
  switch (event.type) {
    case 'extended':
      return { happened: event.type, claimant: event.hold.claimant, until: event.hold.until };
    case 'heard-again':
      return { happened: event.type, claimant: event.hold.claimant };
    case 'ended':
      return {
        happened: event.type,
        claimant: event.hold.claimant,
        by: event.by,
        how: event.how,
        reason: event.reason,
        ...(event.how === 'expired' ? { at: event.hold.until } : {}),
      };
    case 'joined':
      return { happened: event.type, claimant: event.waiting.claimant, reason: event.waiting.reason };
    case 'left':
    case 'skipped':
    case 'dropped':
      return { happened: event.type, claimant: event.waiting.claimant };
    case 'deploy-started':
    case 'deploy-finished':
    case 'deploy-lost':
      return { happened: event.type, claimant: event.deploy.claimant, deploy: event.deploy };
    case 'claimed':
    case 'suspect':
    case 'renewed':
    case 'offered':
      return undefined;
  }
}

/** Of two states wanted under one key the later one counts. */
function newestByKey(posts: readonly NewPost[]): readonly NewPost[] {
  return [...new Map(posts.map((post) => [post.key, post])).values()];
}
