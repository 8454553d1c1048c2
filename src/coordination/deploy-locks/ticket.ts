import { type LockDeps, loadLockViews } from './load-locks.ts';
import { readableLocks } from './lock-state.ts';

/** What the id on a button refers to: a hold with its fencing token, or a reservation, which has none. */
export interface Ticket {
  readonly service: string;
  readonly token: number | null;
}

/** Finds the current hold, the last hold or the reservation that a button's id refers to. Returns undefined for older holds and reservations. */
export async function findTicket(deps: LockDeps, id: string): Promise<Ticket | undefined> {
  const views = await loadLockViews(deps, deps.store);
  const tickets = readableLocks({ views }).flatMap(({ service, hold, reservation, last_end }) => [
    ...[hold, last_end?.hold].flatMap((each) => (each ? [{ id: each.ticket, service, token: each.token }] : [])),
    ...(reservation === null ? [] : [{ id: reservation.ticket, service, token: null }]),
  ]);
  return tickets.find((ticket) => ticket.id === id);
}
