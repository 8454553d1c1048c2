import type { ServerResponse } from 'node:http';
import { clockAheadMessage } from '../../coordination/clock/clock-alert.ts';
import { readRefusals } from '../../coordination/outbox/refusals.ts';
import type { App } from '../../operations/app.ts';
import { type Failure, failureOf } from '../../operations/kit/failure.ts';
import { Problem } from '../../platform/problem.ts';
import { PROCESS_PARTS, type ProcessPart } from '../../platform/process-part.ts';
import { Unavailable } from '../../platform/unavailable.ts';
import { checkStore } from './check-store.ts';
import { detailsOfFailure } from './problem-details.ts';
import { respondJson, respondProblem } from './respond.ts';

const ANSWER_WITHIN_MS = 2_000;

/** The paths of the health probes, which anybody may call without a token. */
export const PROBES = ['/health', '/ready'] as const;

export interface ProbeRequest {
  readonly probe: (typeof PROBES)[number];
  /** Only an authenticated caller of a probe receives the id of the process and the exact fault. */
  readonly caller: 'anybody' | 'known';
  readonly app: App;
  readonly instance: string;
  readonly role: string;
  readonly parts: readonly ProcessPart[];
}

/**
 * Answers a probe. `/health` succeeds while the process is alive. `/ready` writes to the store and succeeds if the
 * process can work; otherwise it answers 503 with the unusable part and the reason. Posts that the channel refuses do
 * not stop the process from working, so a known caller finds them in the answer of a ready process.
 */
export async function answerProbe(
  { probe, caller, app, instance, role, parts }: ProbeRequest,
  response: ServerResponse,
) {
  const identity = caller === 'known' ? { instance } : {};
  if (probe === '/health') return respondJson(response, 200, { status: 'ok', ...identity });
  const broken = await checkReadiness(app, parts);
  if (broken === undefined) {
    const refusals = caller === 'known' ? { refused_posts: await readRefusals(app.store, app.now()) } : {};
    return respondJson(response, 200, { status: 'ready', role, ...identity, ...refusals });
  }
  const { part, failure } = broken;
  const detail = caller === 'known' ? failure.message : `The ${part} cannot be used. Send the token for details.`;
  return respondProblem(response, { ...detailsOfFailure(failure), title: 'Not ready', status: 503, detail });
}

interface Need {
  readonly part: string;
  /** The parts of Tipoff that need it. */
  readonly neededBy: readonly ProcessPart[];
  /** A quick check. */
  readonly use: (app: App) => unknown;
}

/** What a process needs to work. */
const NEEDS: readonly Need[] = [
  { part: 'models', neededBy: ['worker'], use: (app) => app.models() },
  { part: 'store', neededBy: PROCESS_PARTS, use: (app) => checkStore(app.store) },
  { part: 'clock', neededBy: PROCESS_PARTS, use: checkClock },
  { part: 'warehouse', neededBy: ['bot', 'jobs'], use: (app) => app.warehouse.job('ready') },
];

async function checkClock({ storeClock }: App): Promise<void> {
  const reading = await storeClock.read();
  if (reading.state === 'ahead') throw new Problem({ code: 'clock_ahead', message: clockAheadMessage(reading) });
}

interface Broken {
  readonly part: string;
  readonly failure: Failure;
}

const runningChecks = new WeakMap<App, Promise<Broken | undefined>>();

/**
 * Returns the first part that cannot be used. Probes that arrive during a check share its result, because anybody on
 * this machine may send many probes, and each check writes to the store.
 */
function checkReadiness(app: App, parts: readonly ProcessPart[]): Promise<Broken | undefined> {
  const running = runningChecks.get(app);
  if (running !== undefined) return running;
  const started = firstBroken(app, parts).finally(() => runningChecks.delete(app));
  runningChecks.set(app, started);
  return started;
}

async function firstBroken(app: App, parts: readonly ProcessPart[]): Promise<Broken | undefined> {
  for (const { part, use } of NEEDS.filter(({ neededBy }) => neededBy.some((need) => parts.includes(need)))) {
    try {
      await Promise.race([use(app), timeout(part)]);
    } catch (error) {
      app.log.warn({ error, part }, 'Not ready to work');
      return { part, failure: failureOf(error) };
    }
  }
  return undefined;
}

async function timeout(part: string): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS).unref());
  throw new Unavailable(`The ${part}`, new Error(`no answer within ${ANSWER_WITHIN_MS} ms`));
}
