import type { Instant } from '../../platform/instant.ts';
import type { NewPost } from '../outbox/post.ts';
import { endedAtOf } from './end-hold.ts';
import { type EndedHold, GLOBAL, type Hold, type Lock } from './lock.ts';
import type { LockCard, LockNotice, ReservationNotice, UnresponsiveHolder } from './lock-announcements.ts';
import {
  changedLocks,
  eventsBetween,
  type LockEvent,
  type LockState,
  locksGuardedBy,
  readableLocks,
  type ScopedEvent,
} from './lock-state.ts';

/**
 * The posts of a change. Each hold has one card, with notices of what happened in its thread. An unresponsive holder and a reservation
 * have posts of their own, because someone has to act on them. The announcements keep the stored words `suspect` and `offer`.
 */
export function lockPosts(before: LockState, after: LockState): readonly NewPost[] {
  const events = eventsBetween(before, after);
  const changed = changedLocks(before, after);
  const locks = new Set([...changed, ...deployingUnderGlobal(after, changed)]);
  const cards = [...locks].flatMap((lock) => cardsOf(after, lock, events));
  const unresponsive = events.flatMap((scoped) => unresponsivePosts(scoped, after));
  const reservations = reservationPosts(before, after);
  const notices = events.flatMap((scoped, index) =>
    noticePosts(scoped, { after, number: before.events.length + index }),
  );
  return [...newestByKey([...cards, ...unresponsive, ...reservations]), ...notices];
}

/** Of several states of one post, only the last counts. */
export function newestByKey(posts: readonly NewPost[]): readonly NewPost[] {
  return [...new Map(posts.map((post) => [post.key, post])).values()];
}

/** The key of a hold's card. */
function cardKey(service: string, { token }: Pick<Hold, 'token'>): string {
  return `lock-${service}-${token}`;
}

function deployingUnderGlobal(after: LockState, changed: readonly Lock[]): readonly Lock[] {
  const global = readableLocks(after).filter(({ service, hold }) => service === GLOBAL && hold !== null);
  return global.filter(({ hold }) => changed.some(({ deploy }) => deploy?.token === hold?.token));
}

/** The cards of the holds that ended now, of the current hold, and of the last hold while its lock is free. */
function cardsOf(after: LockState, lock: Lock, events: readonly ScopedEvent[]): readonly NewPost[] {
  const own = events.flatMap(({ service, event }) => (service === lock.service ? [event] : []));
  const ended = own.flatMap((event) =>
    event.type === 'ended' ? [cardPost(after, lock, { ...event, at: endedAtOf(event, after.now) })] : [],
  );
  const last = lock.last_end === null ? [] : [cardPost(after, lock, lock.last_end)];
  if (lock.hold === null) return [...ended, ...last];
  // The last hold's card showed the reservation that this claim has used up.
  const isClaimed = own.some(({ type }) => type === 'claimed');
  return [...ended, ...(isClaimed ? last : []), cardPost(after, lock, { hold: lock.hold })];
}

function cardPost(after: LockState, lock: Lock, shown: EndedHold | { readonly hold: Hold }): NewPost {
  const { hold } = shown;
  const { ticket, token, claimant, reason, since, until, unresponsive_since } = hold;
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
    suspect_since: unresponsive_since,
    ended: 'how' in shown ? { how: shown.how, by: shown.by, reason: shown.reason, at: shown.at } : null,
    queue: isNewest
      ? lock.queue.map((turn) => ({ claimant: turn.claimant, reason: turn.reason, since: turn.since }))
      : [],
    offered_until: isNewest ? (lock.reservation?.until ?? null) : null,
    deploys,
  };
  return { key: cardKey(lock.service, hold), announcement: card };
}

/** One post for each time a session becomes unresponsive, so that every new silence is a new message. */
function unresponsivePosts({ service, event }: ScopedEvent, { now }: LockState): readonly NewPost[] {
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

/** Reservations are found by comparing, because one can end in several ways. */
function reservationPosts(before: LockState, after: LockState): readonly NewPost[] {
  return readableLocks(after).flatMap((lock) => {
    const view = before.views.get(lock.service);
    const old = view?.type === 'readable' ? view.lock : undefined;
    const [oldTicket, newTicket] = [old?.reservation?.ticket, lock.reservation?.ticket];
    if (oldTicket === newTicket) return [];
    return [
      ...(old === undefined ? [] : reservationPost(old, reservationOutcome(old, eventsBetween(before, after)))),
      ...reservationPost(lock, null),
    ];
  });
}

function reservationPost(
  { service, reservation, queue }: Lock,
  outcome: ReservationNotice['outcome'],
): readonly NewPost[] {
  const to = queue.find(({ claimant }) => claimant.session === reservation?.session)?.claimant;
  if (reservation === null || to === undefined) return [];
  const { ticket, until } = reservation;
  const announcement: ReservationNotice = { type: 'lock-offer', service, ticket, to, until, outcome };
  return [{ key: `lock-offer-${ticket}`, announcement }];
}

function reservationOutcome(
  { service, reservation }: Lock,
  events: readonly ScopedEvent[],
): ReservationNotice['outcome'] {
  const own = events.filter((each) => each.service === service).map(({ event }) => event);
  const isBy = ({ claimant }: Pick<Hold, 'claimant'>) => claimant.session === reservation?.session;
  if (own.some((event) => event.type === 'claimed' && isBy(event.hold))) return 'claimed';
  return own.some((event) => event.type === 'skipped' && isBy(event.waiting)) ? 'passed' : 'withdrawn';
}

/** A notice in the thread of the hold it belongs to. Without such a hold the cards alone show what happened. */
function noticePosts(
  { service, event }: ScopedEvent,
  { after, number }: { readonly after: LockState; readonly number: number },
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
  return [{ key: `${under}-${after.now}-${number}`, under, announcement }];
}

/** The card of the hold an event belongs to: its own, the one with the deploy's token, or the scope's newest. */
function threadOf(after: LockState, service: string, event: LockEvent): string | undefined {
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

function noticeOf(event: LockEvent): (Partial<LockNotice> & Pick<LockNotice, 'happened' | 'claimant'>) | undefined {
  switch (event.type) {
    case 'extended':
      return { happened: event.type, claimant: event.hold.claimant, until: event.hold.until };
    case 'responsive-again':
      return { happened: 'heard-again', claimant: event.hold.claimant };
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
    case 'unresponsive':
    case 'renewed':
    case 'reserved':
      return undefined;
  }
}
