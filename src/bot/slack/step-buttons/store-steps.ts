import * as z from 'zod';
import type { App } from '../../../operations/app.ts';
import { STORE_TIME } from '../../../platform/document-store.ts';
import { ACTION } from '../actions/action-id.ts';
import type { ParsedOperation } from '../commands/parse-command.ts';
import { commandText } from '../commands/slash-commands.ts';
import { button, type Confirmation, confirmation } from '../messages/button.ts';
import { STORED_STEPS } from './stored-step.ts';

/** The maximum number of buttons below a message. People find it hard to choose from more. */
export const MAX_STEP_BUTTONS = 5;

export interface StepButton extends ParsedOperation {
  /** The label of the button. By default the label is the command that the button runs. */
  readonly label?: string;
  /** The confirmation dialog that Slack shows before the button runs its command. */
  readonly confirm?: Confirmation;
}

/** Stores calls and returns a row of buttons that run them. The buttons also work after a restart. */
export async function storeStepButtons({ store, newId }: App, buttons: readonly StepButton[], userId: string) {
  const stored = buttons.slice(0, MAX_STEP_BUTTONS).map((each) => ({ ...each, id: newId() }));
  const documents = stored.map(({ id, operation, given }) => ({
    id,
    data: {
      operation: operation.name,
      given: JSON.stringify(given),
      user_id: userId,
      offered_at: STORE_TIME,
    } as const,
  }));
  await store.createMany({ collection: STORED_STEPS }, documents);
  const elements = stored.map(({ id, label, operation, given, confirm }, index) => ({
    ...button({ label: label ?? commandText(operation, given), actionId: `${ACTION.runStoredStep}-${index}`, id }),
    ...(confirm === undefined ? {} : { confirm: confirmation(confirm) }),
  }));
  return { type: 'actions', elements } as const;
}

/**
 * Removes and returns the call of a button. Returns undefined if the button was already used or belongs to somebody
 * else.
 */
export async function takeStoredStep(
  { store }: App,
  id: string,
  userId: string,
): Promise<{ readonly operation: string; readonly given: Record<string, unknown> } | undefined> {
  const ref = { collection: STORED_STEPS, id };
  const found = await store.get(ref);
  if (found === undefined || found.data.user_id !== userId) return undefined;
  if ((await store.delete(ref, found.version)) === 'conflict') return undefined;
  const given = z.record(z.string(), z.unknown()).parse(JSON.parse(found.data.given));
  return { operation: found.data.operation, given };
}
