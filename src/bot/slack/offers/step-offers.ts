import type { NextStep, Operation, Outcome } from '../../../operations/kit/operation.ts';
import type { Confirmation } from '../messages/button.ts';
import type { NewOffer } from './keep-offers.ts';

const LABELS: Readonly<Record<string, string>> = {
  'deploy claim': 'Claim',
  'deploy join': 'Queue up',
  'deploy leave': 'Leave the queue',
  'deploy take-over': 'Take over',
  'deploy start': 'Start the deploy',
  'deploy release': 'Release',
  'session end': 'End the session',
};

const CONFIRMATIONS: Readonly<Record<string, Confirmation>> = {
  'deploy take-over': {
    title: 'Take the lock over?',
    text: 'Whoever holds it is told, and nothing that runs under that claim may go on.',
    confirm: 'Take over',
    deny: 'Leave it',
  },
  'session end': {
    title: 'End the session?',
    text: 'What it holds is given up, and it does not begin again until a person makes it a token.',
    confirm: 'End it',
    deny: 'Keep it',
  },
};

/** The next steps of an answer about locks and sessions that can be taken as they stand, as buttons; and the others, to be read. */
export function stepOffers(
  { next }: Outcome<unknown>,
  operations: readonly Operation[],
): { readonly offers: readonly NewOffer[]; readonly others: readonly NextStep[] } {
  const steps = next.map((step) => ({ step, offers: offerOf(step, operations) }));
  const others = steps.filter(({ offers }) => offers.length === 0).map(({ step }) => step);
  return { offers: steps.flatMap(({ offers }) => offers), others };
}

function offerOf(
  { operation: name, arguments: given, fill_in = [] }: NextStep,
  operations: readonly Operation[],
): readonly NewOffer[] {
  const operation = operations.find((each) => each.name === name);
  const label = LABELS[name];
  if (operation === undefined || label === undefined || fill_in.length > 0) return [];
  const confirm = CONFIRMATIONS[name];
  const said = given['go_on'] === undefined ? label : 'Take over and continue';
  return [{ label: said, operation, given, ...(confirm === undefined ? {} : { confirm }) }];
}
