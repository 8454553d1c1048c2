import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { readableLocks, type Scene } from './scene.ts';

/** What a button is about, kept under the id it carries. */
const Ticket = z.object({
  service: z.string(),
  /** Of the hold; null for an offer. */
  token: z.number().int().nullable(),
});
export type Ticket = Readonly<z.infer<typeof Ticket>>;

export const LOCK_TICKETS: Collection<Ticket> = {
  name: 'lock_tickets',
  schema: Ticket,
  indexes: [],
  texts: [],
  times: [],
};

export function ticketRef(id: string): DocumentRef<Ticket> {
  return { collection: LOCK_TICKETS, id };
}

/** The tickets that a change has made. */
export function ticketsOf(before: Scene, after: Scene): readonly { readonly id: string; readonly ticket: Ticket }[] {
  const known = new Set(allTickets(before).map(({ id }) => id));
  return allTickets(after).filter(({ id }) => !known.has(id));
}

function allTickets(scene: Scene) {
  return readableLocks(scene).flatMap(({ service, hold, offer }) => [
    ...(hold === null ? [] : [{ id: hold.ticket, ticket: { service, token: hold.token } }]),
    ...(offer === null ? [] : [{ id: offer.ticket, ticket: { service, token: null } }]),
  ]);
}
