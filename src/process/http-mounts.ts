import type { RequestListener } from 'node:http';
import type { HttpServerSettings } from '../bot/http/open-server.ts';
import type { App } from '../operations/app.ts';
import type { Operation } from '../operations/kit/operation.ts';
import { OPERATIONS } from '../operations/registry.ts';
import { PROCESS_PARTS, type ProcessPart } from '../platform/process-part.ts';

type Mounts = HttpServerSettings['mounts'];
type GuardedMounts = NonNullable<HttpServerSettings['guardedMounts']>;

/**
 * The part of Tipoff that serves each path. A process serves only the paths of its parts. Every process answers the
 * probes. `/api/` stands for the operations.
 */
const SERVED_BY = {
  '/api/': 'bot',
  '/mcp': 'bot',
  '/slack/events': 'bot',
  '/check-stalled': 'jobs',
  '/jobs/': 'jobs',
  '/pubsub/predict': 'worker',
} as const satisfies Readonly<Record<string, ProcessPart>>;

export interface MountSettings {
  readonly app: App;
  readonly version: string;
  readonly parts?: readonly ProcessPart[];
  /** Answers the requests of Slack that arrive at the server of the process. */
  readonly slack?: RequestListener;
}

/** What the HTTP server of a process serves. The code of a path is loaded at its first request. */
export function httpMounts({ app, version, parts = PROCESS_PARTS, slack }: MountSettings): {
  readonly operations: readonly Operation[];
  readonly mounts: Mounts;
  readonly guardedMounts: GuardedMounts;
} {
  const isServed = ([path]: [string, unknown]) => parts.includes(SERVED_BY[path as keyof typeof SERVED_BY]);
  const only = <T>(mounts: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(mounts).filter((entry) => isServed(entry)));
  return {
    operations: parts.includes(SERVED_BY['/api/']) ? OPERATIONS : [],
    mounts: only(mountsOf(app, version)),
    guardedMounts: only(guardedMountsOf(app, slack)),
  };
}

function mountsOf(app: App, version: string): Mounts {
  return {
    '/mcp': async (exchange) =>
      (await import('../bot/mcp/answer-mcp.ts')).answerMcp({ app, operations: OPERATIONS, version }, exchange),
    '/check-stalled': async (exchange) =>
      (await import('../bot/http/answer-check-stalled.ts')).answerCheckStalled(app, exchange),
  };
}

/** The endpoints whose callers have no token of Tipoff: Slack, Pub/Sub and Cloud Scheduler. */
function guardedMountsOf(app: App, slack: RequestListener | undefined): GuardedMounts {
  return {
    ...(slack === undefined ? {} : { '/slack/events': async ({ request, response }) => slack(request, response) }),
    '/pubsub/predict': async (exchange) => (await import('../bot/http/answer-push.ts')).answerPush(app, exchange),
    '/jobs/': async (exchange) => {
      const { SCHEDULE } = await import('../jobs/schedule.ts');
      const { answerScheduledJob } = await import('../bot/http/answer-scheduled-job.ts');
      await answerScheduledJob({ app, names: SCHEDULE.map(({ name }) => name) }, exchange);
    },
  };
}
