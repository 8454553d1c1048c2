import { nextStep } from '../kit/next-step.ts';
import type { NextStep } from '../kit/operation.ts';

/** Suggests to record the result of a running deploy: one step for each result, because only its session knows it. */
export function finishSteps(deploy: { readonly service: string; readonly token: number }): readonly NextStep[] {
  const { service, token } = deploy;
  return [
    nextStep('deploy finish', { service, token, result: 'succeeded' }, { why: 'Record that the deploy succeeded.' }),
    nextStep('deploy finish', { service, token, result: 'failed' }, { why: 'Record that the deploy failed.' }),
  ];
}
