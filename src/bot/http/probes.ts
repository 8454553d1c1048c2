import type { ServerResponse } from 'node:http';
import { clockAheadMessage } from '../../coordination/clock/clock-alert.ts';
import type { App } from '../../operations/app.ts';
import { type Failure, failureOf } from '../../operations/kit/failure.ts';
import { Problem } from '../../platform/problem.ts';
import { Unavailable } from '../../platform/unavailable.ts';
import { respondJson, respondProblem } from './answer.ts';
import { detailsOfFailure } from './problem-details.ts';

const ANSWER_WITHIN_MS = 2_000;

/** What anybody on this machine may ask. */
export const PROBES = ['/health', '/ready'] as const;

export interface ProbeRequest {
  readonly probe: (typeof PROBES)[number];
  /** Who is known learns whose door it is and what exactly is wrong. */
  readonly asker: 'anybody' | 'known';
  readonly app: App;
  readonly instance: string;
}

/** `/health`: the process is alive. `/ready`: it can work; otherwise 503 with which part cannot, and why. */
export async function answerProbe({ probe, asker, app, instance }: ProbeRequest, response: ServerResponse) {
  const whose = asker === 'known' ? { instance } : {};
  if (probe === '/health') return respondJson(response, 200, { status: 'ok', ...whose });
  const broken = await firstBroken(app);
  if (broken === undefined) return respondJson(response, 200, { status: 'ready', ...whose });
  const { part, failure } = broken;
  const detail = asker === 'known' ? failure.message : `The ${part} cannot be used. With the token there are details.`;
  return respondProblem(response, { ...detailsOfFailure(failure), title: 'Not ready', status: 503, detail });
}

/** A part that is asked something small at each probe. */
const PARTS: readonly (readonly [part: string, use: (app: App) => unknown])[] = [
  ['models', (app) => app.models()],
  ['store', (app) => app.store.now()],
  ['clock', checkClock],
  ['warehouse', (app) => app.warehouse.job('ready')],
];

async function checkClock({ storeClock }: App): Promise<void> {
  const reading = await storeClock.read();
  if (reading.state === 'ahead') throw new Problem({ code: 'clock_ahead', message: clockAheadMessage(reading) });
}

async function firstBroken(app: App): Promise<{ part: string; failure: Failure } | undefined> {
  for (const [part, use] of PARTS) {
    try {
      await Promise.race([use(app), givenUp(part)]);
    } catch (error) {
      app.log.warn({ error, part }, 'Not ready to work');
      return { part, failure: failureOf(error) };
    }
  }
  return undefined;
}

async function givenUp(part: string): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS).unref());
  throw new Unavailable(`The ${part}`, new Error(`no answer within ${ANSWER_WITHIN_MS} ms`));
}
