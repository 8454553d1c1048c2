import * as z from 'zod';
import type { App } from '../../../operations/app.ts';
import { STORE_TIME } from '../../../platform/document-store.ts';
import { ACTION } from '../actions/action-id.ts';
import type { ParsedOperation } from '../commands/parse-command.ts';
import { commandText } from '../commands/slash-commands.ts';
import { button, type Confirmation, confirmation } from '../messages/button.ts';
import { STORED_STEPS, type StoredStep } from './stored-step.ts';

/** The maximum number of buttons below a message. People find it hard to choose from more. */
export const MAX_STEP_BUTTONS = 5;
/** The maximum number of buttons of a list. */
const MAX_LISTED_BUTTONS = 25;

export interface StepButton extends ParsedOperation {
  /** The label of the button. By default the label is the command that the button runs. */
  readonly label?: string;
  /** The confirmation dialog that Slack shows before the button runs its command. */
  readonly confirm?: Confirmation;
}

/** Stores calls and returns a row of buttons that run them. The buttons also work after a restart. */
export async function storeStepButtons(app: App, buttons: readonly StepButton[], userId: string) {
  return rowOf(await storeSteps(app, buttons.slice(0, MAX_STEP_BUTTONS), userId));
}

/** Stores calls and returns rows of buttons that run them, for a list in which each entry has its button. */
export async function storeStepRows(app: App, buttons: readonly StepButton[], userId: string) {
  const elements = await storeSteps(app, buttons.slice(0, MAX_LISTED_BUTTONS), userId);
  const rows = Math.ceil(elements.length / MAX_STEP_BUTTONS);
  return Array.from({ length: rows }, (_, row) =>
    rowOf(elements.slice(row * MAX_STEP_BUTTONS, (row + 1) * MAX_STEP_BUTTONS)),
  );
}

function rowOf(elements: Awaited<ReturnType<typeof storeSteps>>) {
  return { type: 'actions', elements } as const;
}

async function storeSteps({ store, newId }: App, buttons: readonly StepButton[], userId: string) {
  const stored = buttons.map((each) => ({ ...each, id: newId() }));
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
  return stored.map(({ id, label, operation, given, confirm }, index) => ({
    ...button({ label: label ?? commandText(operation, given), actionId: `${ACTION.runStoredStep}-${index}`, id }),
    ...(confirm === undefined ? {} : { confirm: confirmation(confirm) }),
  }));
}

interface StoredCall {
  readonly operation: string;
  readonly given: Record<string, unknown>;
}

/** Returns the call of a button. Returns undefined if the button was already used or belongs to somebody else. */
export async function findStoredStep({ store }: App, id: string, userId: string): Promise<StoredCall | undefined> {
  const found = await store.get({ collection: STORED_STEPS, id });
  return found === undefined || found.data.user_id !== userId ? undefined : callOf(found.data);
}

/** Removes and returns the call of a button, so that the button works once. Returns undefined as `findStoredStep` does. */
export async function takeStoredStep({ store }: App, id: string, userId: string): Promise<StoredCall | undefined> {
  const ref = { collection: STORED_STEPS, id };
  const found = await store.get(ref);
  if (found === undefined || found.data.user_id !== userId) return undefined;
  return (await store.delete(ref, found.version)) === 'conflict' ? undefined : callOf(found.data);
}

function callOf({ operation, given }: StoredStep): StoredCall {
  return { operation, given: z.record(z.string(), z.unknown()).parse(JSON.parse(given)) };
}
