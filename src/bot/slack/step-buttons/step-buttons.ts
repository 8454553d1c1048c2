import type { NextStep, Operation, Outcome } from '../../../operations/kit/operation.ts';
import { confirmationOf } from '../messages/step-confirmations.ts';
import type { StepButton } from './store-steps.ts';

const LABELS: Readonly<Record<string, string>> = {
  'deploy claim': 'Claim',
  'deploy join': 'Queue up',
  'deploy leave': 'Leave the queue',
  'deploy take-over': 'Take over',
  'deploy start': 'Start the deploy',
  'deploy finish': 'Finish',
  'deploy release': 'Release',
  'session end': 'End the session',
  'incidents snooze': 'Snooze',
  'batch redrive': 'Redrive',
  'predict skip': 'Skip',
};

/**
 * Splits the next steps of an outcome into buttons and text. Steps with a label become buttons. If arguments of a change
 * are missing, its button opens a form.
 */
export function stepButtons(
  { next }: Outcome<unknown>,
  operations: readonly Operation[],
): { readonly buttons: readonly StepButton[]; readonly others: readonly NextStep[] } {
  const steps = next.map((step) => ({ step, buttons: buttonFor(step, operations) }));
  const others = steps.filter(({ buttons }) => buttons.length === 0).map(({ step }) => step);
  return { buttons: steps.flatMap(({ buttons }) => buttons), others };
}

function buttonFor(
  { operation: name, arguments: given, fill_in = [] }: NextStep,
  operations: readonly Operation[],
): readonly StepButton[] {
  const operation = operations.find((each) => each.name === name);
  const label = LABELS[name];
  if (operation === undefined || label === undefined) return [];
  const isOpen = fill_in.length > 0;
  if (isOpen && operation.effect === 'read') return [];
  const confirm = confirmationOf(name);
  const text = `${labelFor(label, given)}${isOpen ? '…' : ''}`;
  return [{ label: text, operation, given, ...(confirm === undefined || isOpen ? {} : { confirm }) }];
}

function labelFor(label: string, given: NextStep['arguments']): string {
  if (given['go_on'] !== undefined) return 'Take over and continue';
  if (given['result'] !== undefined) return `${label}: ${given['result']}`;
  if (label === LABELS['predict skip']) return `${label} ${given['name']}`;
  return label === LABELS['incidents snooze'] ? `${label} ${given['for']}` : label;
}
