import type { StartAnswer } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import type { FrozenAnswer } from '../../coordination/deploy-locks/freeze-policy.ts';
import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { Instant } from '../../platform/instant.ts';
import { nextStep } from '../kit/next-step.ts';
import type { NextStep } from '../kit/operation.ts';
import { finishSteps } from './finish-steps.ts';
import { freezeSentence, freezeWayOut } from './freeze-text.ts';

/** The deploy that the caller continues with after a take-over. */
export interface ContinuedDeploy {
  /** The service to deploy, or the lock's scope if no deploy was requested. */
  readonly service: string;
  readonly token: number;
  /** The result of starting the deploy; undefined if no deploy was requested. */
  readonly started: ContinuedStart | undefined;
}

/** The result of starting a deploy after a take-over. A freeze allows the take-over and refuses the start. */
export type ContinuedStart = StartAnswer | FrozenAnswer;

/** Describes the deploy that follows a take-over. The text comes after the sentence about the lock. */
export function continuedDeployText({ service, started }: ContinuedDeploy, { actor, now }: ContinuingCaller): string {
  switch (started?.type) {
    case undefined:
      return '';
    case 'started':
      return ` The deploy of ${service} was recorded as started.`;
    case 'frozen':
      return ` The deploy of ${service} was not started. ${freezeSentence(started.freeze, now)} ${freezeWayOut(actor)}`;
    case 'runs-already':
      return ` Another deploy of ${service} is still running, so yours was not started.`;
    case 'ended-since':
    case 'request-reused':
    case 'not-claimed':
    case 'stale-token':
    case 'unreadable':
    case 'session-over':
    case 'blocked':
      return ` The deploy of ${service} was not started, because you do not hold its lock.`;
  }
}

export interface ContinuingCaller {
  readonly actor: Actor;
  readonly now: Instant;
}

/** Suggests the next steps to the session that took over the lock. */
export function continueDeploySteps({ service, token, started }: ContinuedDeploy): readonly NextStep[] {
  const stepInput = { service, token };
  switch (started?.type) {
    case undefined:
      return service === GLOBAL
        ? [nextStep('deploy release', stepInput, { why: 'Release the lock when you are done.' })]
        : [nextStep('deploy start', stepInput, { why: 'Record that the deploy has started.' })];
    case 'frozen':
      return [nextStep('deploy start', stepInput, { why: 'Record that the deploy has started, after the freeze.' })];
    case 'started':
    case 'runs-already':
      return finishSteps(stepInput);
    case 'ended-since':
    case 'request-reused':
    case 'not-claimed':
    case 'stale-token':
    case 'unreadable':
    case 'session-over':
    case 'blocked':
      return [nextStep('deploy status', { service }, { why: `See who holds the ${service} deploy lock.` })];
  }
}
