import { type LockDeps, loadLockViews } from './load-locks.ts';
import { readableLocks } from './lock-state.ts';

/** What a button is about: a claim, or an offer, which has no token. */
export interface Ticket {
  readonly service: string;
  readonly token: number | null;
}

/**
 * Finds what the id on a button stands for: a claim that lasts, the last one of its scope, or an offer. Undefined for one that has long been
 * over.
 */
export async function findTicket(deps: LockDeps, id: string): Promise<Ticket | undefined> {
  const views = await loadLockViews(deps, deps.store);
  const tickets = readableLocks({ views }).flatMap(({ service, hold, offer, last_end }) => [
    ...[hold, last_end?.hold].flatMap((each) => (each ? [{ id: each.ticket, service, token: each.token }] : [])),
    ...(offer === null ? [] : [{ id: offer.ticket, service, token: null }]),
  ]);
  return tickets.find((ticket) => ticket.id === id);
}
