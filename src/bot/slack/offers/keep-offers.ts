import * as z from 'zod';
import type { App } from '../../../operations/app.ts';
import { STORE_TIME } from '../../../platform/document-store.ts';
import { ACTION } from '../actions/action-id.ts';
import type { ParsedOperation } from '../commands/parse-command.ts';
import { commandText } from '../commands/slash-commands.ts';
import { button, type Confirmation, confirmation } from '../messages/button.ts';
import { OFFERS } from './offer.ts';

/** More buttons than this are a list to read, not a choice. */
export const MAX_OFFERS = 5;

export interface NewOffer extends ParsedOperation {
  /** The button's label; the command itself unless given. */
  readonly label?: string;
  /** What is asked before it is done. */
  readonly confirm?: Confirmation;
}

/** Keeps calls in the store and gives a row of buttons for them, which work after a restart too. */
export async function offer({ store, newId }: App, offers: readonly NewOffer[], userId: string) {
  const kept = offers.slice(0, MAX_OFFERS).map((each) => ({ ...each, id: newId() }));
  const documents = kept.map(({ id, operation, given }) => ({
    id,
    data: {
      operation: operation.name,
      given: JSON.stringify(given),
      user_id: userId,
      offered_at: STORE_TIME,
    } as const,
  }));
  await store.createMany({ collection: OFFERS }, documents);
  const elements = kept.map(({ id, label, operation, given, confirm }, index) => ({
    ...button({ label: label ?? commandText(operation, given), actionId: `${ACTION.acceptOffer}-${index}`, id }),
    ...(confirm === undefined ? {} : { confirm: confirmation(confirm) }),
  }));
  return { type: 'actions', elements } as const;
}

/** The call of an offer, for the person it was made to, once. */
export async function takeOffer(
  { store }: App,
  id: string,
  userId: string,
): Promise<{ readonly operation: string; readonly given: Record<string, unknown> } | undefined> {
  const ref = { collection: OFFERS, id };
  const found = await store.get(ref);
  if (found === undefined || found.data.user_id !== userId) return undefined;
  if ((await store.delete(ref, found.version)) === 'conflict') return undefined;
  const given = z.record(z.string(), z.unknown()).parse(JSON.parse(found.data.given));
  return { operation: found.data.operation, given };
}
