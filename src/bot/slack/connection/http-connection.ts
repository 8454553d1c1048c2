import type { IncomingMessage } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Log } from '../../../platform/log.ts';
import { Problem } from '../../../platform/problem.ts';
import type { RetryClock } from './clock.ts';
import type { Connection } from './connection.ts';
import { slackLog } from './slack-log.ts';

const EVENTS_PATH = '/slack/events';
const MAX_SKEW_SECONDS = 300;
/**
 * The time that running requests have to finish when the server closes. Slack repeats a request that was not
 * acknowledged.
 */
const CLOSE_WITHIN_MS = 1_000;
const MAX_BODY_BYTES = 1_000_000;
/** A client that sends slowly is disconnected within ten seconds. By default, Node allows five minutes. */
const SLOW_CLIENTS = { headersTimeout: 5_000, requestTimeout: 8_000, connectionsCheckingInterval: 1_000 };
const SIGNATURE = 'x-slack-signature';
const SIGNATURE_FORM = /^v0=[0-9a-f]{64}$/;
const TIMESTAMP = 'x-slack-request-timestamp';

export interface HttpSettings {
  readonly signingSecret: string;
  /** The port of the server. `shared`: another server passes the requests to `answer`. */
  readonly port: number | 'shared';
  readonly log: Log;
  readonly clock: RetryClock;
}

/**
 * Receives signed requests from Slack. Bolt refuses requests that are unsigned or older than five minutes. This server
 * also refuses requests from the future and requests with a repeated signature. Slack signs each retry again, so a
 * repeated signature means an attack. It keeps only signatures that Bolt has verified, because otherwise anybody could
 * fill the memory. Bolt answers `ssl_check=1` with 200 and without a check of the signature.
 */
export function httpConnection({ signingSecret, port, log, clock }: HttpSettings): Connection {
  const acceptedSignatures = new Map<string, number>();
  const verified = new WeakSet<IncomingMessage>();
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    bodyLimit: MAX_BODY_BYTES,
    logger: slackLog(log),
    // Bolt calls this function only for a request whose signature is valid.
    customPropertiesExtractor: (request) => {
      verified.add(request);
      acceptedSignatures.set(headerOf(request, SIGNATURE), clock.wall() / 1000);
      return {};
    },
  });
  const { requestListener } = receiver;
  receiver.requestListener = (request, response) => {
    if (pathOf(request) !== EVENTS_PATH) return response.writeHead(404).end();
    const seconds = clock.wall() / 1000;
    const signature = headerOf(request, SIGNATURE);
    const ahead = Number(headerOf(request, TIMESTAMP)) - seconds;
    forgetOld(acceptedSignatures, seconds);
    const isAcceptable =
      SIGNATURE_FORM.test(signature) && ahead <= MAX_SKEW_SECONDS && !acceptedSignatures.has(signature);
    if (!isAcceptable) {
      log.warn(
        { ahead },
        'A Slack request was refused: its signature is missing or wrong, it is too old or too new, or the same request was sent before',
      );
      return response.writeHead(401).end();
    }
    acceptedSignatures.set(signature, seconds);
    response.on('close', () => {
      if (!verified.has(request)) acceptedSignatures.delete(signature);
    });
    return requestListener(request, response);
  };
  if (port === 'shared') return sharedConnection(receiver);
  let dropAll = (): void => undefined;
  return {
    receiver,
    start: async () => {
      const server = await receiver.start(port, SLOW_CLIENTS).catch((error: unknown) => {
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

/** A connection whose requests another server receives. After `stop`, Slack sends a refused request again. */
function sharedConnection(receiver: HTTPReceiver): Connection {
  let state: 'open' | 'stopped' = 'open';
  return {
    receiver,
    answer: (request, response) => {
      if (state === 'stopped') response.writeHead(503).end();
      else void receiver.requestListener(request, response);
    },
    start: async () => ({ port: undefined, slack: 'reached' }),
    stop: async () => {
      state = 'stopped';
    },
  };
}

function portTaken(port: number, cause: unknown): Problem {
  const message = `The bot cannot listen on port ${port} for Slack. Another program may be using it. Stop that program, or set SLACK_PORT to another port.`;
  return new Problem({ code: 'port_taken', message, cause });
}

/** Returns the path of a request's URL without the query. Bolt also accepts the path with a query. */
function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1).join();
}

function headerOf({ headers }: Pick<IncomingMessage, 'headers'>, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/**
 * Removes old signatures, because requests older than five minutes are refused anyway. The map is in order of arrival,
 * so the loop ends at the first recent signature.
 */
function forgetOld(taken: Map<string, number>, seconds: number): void {
  for (const [signature, at] of taken) {
    if (at >= seconds - 2 * MAX_SKEW_SECONDS) return;
    taken.delete(signature);
  }
}
