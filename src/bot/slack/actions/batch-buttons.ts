import { ACTION } from './action-id.ts';

/** The operation behind a button, and its input. */
export interface ButtonCall {
  readonly operation: string;
  readonly given: Readonly<Record<string, string>>;
}

const OPERATIONS: Readonly<Record<string, string>> = {
  [ACTION.approveForceComplete]: 'batch approve',
  [ACTION.rerunMissing]: 'batch rerun-missing',
  [ACTION.retryBatch]: 'batch retry',
  [ACTION.includeLate]: 'batch include-late',
};

/**
 * Returns the operation behind a button on the card of a batch. The button carries the batch and the generation that its
 * card showed, so that a click on an outdated card changes nothing. Returns undefined for any other button.
 */
export function batchButton(actionId: string, value: string): ButtonCall | undefined {
  if (actionId === ACTION.rerunPlayer) return rerunOfPlayer(value);
  const operation = OPERATIONS[actionId];
  return operation === undefined ? undefined : { operation, given: { id: value } };
}

/** The button that predicts a player again carries the game date and the player, such as `2026-02-05#annlee`. */
function rerunOfPlayer(value: string): ButtonCall {
  const [date = '', name = ''] = value.split('#');
  return { operation: 'predict rerun', given: { name, date } };
}
