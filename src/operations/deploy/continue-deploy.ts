import type { StartAnswer } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import { nextStep } from '../kit/next-step.ts';
import type { NextStep } from '../kit/operation.ts';

/** What who took a lock goes on with. */
export interface ContinuedDeploy {
  /** What is deployed; the scope of the lock where nothing is yet. */
  readonly service: string;
  readonly token: number;
  /** Undefined when nothing was to be begun. */
  readonly started: StartAnswer | undefined;
}

/** What became of the deploy, behind the sentence that says whose the lock is. */
export function continuedDeployText({ service, started }: ContinuedDeploy): string {
  switch (started?.type) {
    case undefined:
      return '';
    case 'started':
      return ` The deploy of ${service} is recorded as begun.`;
    case 'runs-already':
      return ` A deploy of ${service} runs already, so no other was begun.`;
    case 'not-claimed':
    case 'stale-token':
    case 'unreadable':
    case 'session-over':
    case 'blocked':
      return ` No deploy of ${service} was begun, because its lock is another.`;
  }
}

/** What comes next for who holds the lock now. */
export function continueDeployStep({ service, token, started }: ContinuedDeploy): NextStep {
  const given = { service, token };
  switch (started?.type) {
    case undefined:
      return service === GLOBAL
        ? nextStep('deploy release', given, { why: 'Release it when you are done.' })
        : nextStep('deploy start', given, { why: 'Record that the deploy begins.' });
    case 'started':
    case 'runs-already':
      return nextStep('deploy finish', given, { why: 'Tell how the deploy went.' });
    case 'not-claimed':
    case 'stale-token':
    case 'unreadable':
    case 'session-over':
    case 'blocked':
      return nextStep('deploy status', { service }, { why: `See whose the lock of ${service} is.` });
  }
}
