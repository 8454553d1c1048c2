import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Log } from '../../../platform/log.ts';
import { Problem } from '../../../platform/problem.ts';
import type { RetryClock } from './clock.ts';
import type { Connection } from './connection.ts';
import { slackLog } from './slack-log.ts';

const EVENTS_PATH = '/slack/events';
const MAX_SKEW_SECONDS = 300;
/** For what was acknowledged already; what was not, Slack sends again. */
const CLOSE_WITHIN_MS = 1_000;
const MAX_BODY_BYTES = 1_000_000;
const SIGNATURE = 'x-slack-signature';
const SIGNATURE_FORM = /^v0=[0-9a-f]{64}$/;
const TIMESTAMP = 'x-slack-request-timestamp';

export interface HttpSettings {
  readonly signingSecret: string;
  readonly port: number;
  readonly log: Log;
  readonly clock: RetryClock;
}

/**
 * Signed requests from Slack. The library refuses what is unsigned or older than five minutes; this refuses beside that what comes from the
 * future, and the same signed request a second time: Slack signs anew when it tries again, so only somebody who overheard one repeats it. A
 * signature has one form here, because the library passes over what is appended to it.
 */
export function httpConnection({ signingSecret, port, log, clock }: HttpSettings): Connection {
  const taken = new Map<string, number>();
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    bodyLimit: MAX_BODY_BYTES,
    logger: slackLog(log),
  });
  const { requestListener } = receiver;
  receiver.requestListener = (request, response) => {
    if (pathOf(request) !== EVENTS_PATH) return response.writeHead(404).end();
    const seconds = clock.wall() / 1000;
    const signature = headerOf(request, SIGNATURE);
    const ahead = Number(headerOf(request, TIMESTAMP)) - seconds;
    forgetOld(taken, seconds);
    const isAcceptable = SIGNATURE_FORM.test(signature) && ahead <= MAX_SKEW_SECONDS && !taken.has(signature);
    if (!isAcceptable) {
      log.warn({ ahead }, 'A request that is unsigned, of another moment or a repeat was refused');
      return response.writeHead(401).end();
    }
    taken.set(signature, seconds);
    response.on('close', () => {
      if (!wasVerified(request, response)) taken.delete(signature);
    });
    return requestListener(request, response);
  };
  let dropAll = (): void => undefined;
  return {
    receiver,
    start: async () => {
      const server = await receiver.start(port).catch((error: unknown) => {
        throw portTaken(port, error);
      });
      dropAll = () => server.closeAllConnections();
      const address = server.address();
      return { port: address !== null && typeof address === 'object' ? address.port : port, slack: 'reached' };
    },
    stop: async () => {
      const patience = setTimeout(dropAll, CLOSE_WITHIN_MS);
      await receiver.stop();
      clearTimeout(patience);
    },
  };
}

function portTaken(port: number, cause: unknown): Problem {
  const message = `The bot cannot listen at port ${port} for Slack. Another program may have it: end that, or set SLACK_PORT to another port.`;
  return new Problem({ code: 'port_taken', message, cause });
}

/** Without the query; written otherwise, the library may take it for the same. */
function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1).join();
}

/** Whether Slack signed it. What was not must not be remembered: anybody can send as much of that as he likes. */
function wasVerified({ complete }: IncomingMessage, { statusCode }: ServerResponse): boolean {
  return complete && statusCode !== 401 && statusCode !== 413;
}

function headerOf({ headers }: Pick<IncomingMessage, 'headers'>, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** Older ones are refused for their age. In the order they came, so the first young one ends the search. */
function forgetOld(taken: Map<string, number>, seconds: number): void {
  for (const [signature, at] of taken) {
    if (at >= seconds - 2 * MAX_SKEW_SECONDS) return;
    taken.delete(signature);
  }
}
