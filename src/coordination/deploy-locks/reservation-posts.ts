import type { NewPost } from '../outbox/post.ts';
import type { Hold, Lock } from './lock.ts';
import type { ReservationNotice } from './lock-announcements.ts';
import { type LockState, readableLocks, type ScopedEvent } from './lock-state.ts';

/**
 * Compares the locks before and after a change to find new and ended reservations, because a reservation can end in
 * several ways.
 */
export function reservationPosts(
  before: LockState,
  after: LockState,
  events: readonly ScopedEvent[],
): readonly NewPost[] {
  return readableLocks(after).flatMap((lock) => {
    const view = before.views.get(lock.service);
    const old = view?.type === 'readable' ? view.lock : undefined;
    const [oldTicket, newTicket] = [old?.reservation?.ticket, lock.reservation?.ticket];
    if (oldTicket === newTicket) return [];
    return [
      ...(old === undefined ? [] : reservationPost(old, reservationOutcome(old, events))),
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
  if (own.some((event) => event.type === 'place-handed-over' && isBy(event.from))) return 'handed-over';
  return own.some((event) => event.type === 'skipped' && isBy(event.waiting)) ? 'passed' : 'withdrawn';
}
