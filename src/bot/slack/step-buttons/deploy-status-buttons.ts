import type { Operation } from '../../../operations/kit/operation.ts';
import { operationNamed } from '../../../operations/kit/operation-named.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import type { StepButton } from './store-steps.ts';

/**
 * Returns the buttons below the locks: Finish for each running deploy of the caller's session, and Claim for each lock
 * that is free for a claim. Each opens a form for what only the person knows: the result, or the reason.
 */
export function deployStatusButtons(
  { locks, freeze }: Pick<ReplyData<'deploy status'>, 'locks' | 'freeze'>,
  session: string,
  operations: readonly Operation[],
): readonly StepButton[] {
  const started = locks.filter(({ deploy }) => deploy?.state === 'running' && deploy.session === session);
  const free = freeze === undefined ? locks.filter(isFree) : [];
  const buttonsFor = (verb: string, label: string, shown: typeof locks) =>
    shown.map(({ service }) => ({
      label: `${label} ${service}…`,
      operation: operationNamed(operations, `deploy ${verb}`),
      given: { service },
    }));
  return [...buttonsFor('finish', 'Finish', started), ...buttonsFor('claim', 'Claim', free)];
}

function isFree({ state, free_after = [] }: ReplyData<'deploy status'>['locks'][number]): boolean {
  return state === 'free' && free_after.length === 0;
}
