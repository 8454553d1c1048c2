import type { Server } from 'node:http';
import type { Log } from '../../../src/platform/log.ts';
import { Problem } from '../../../src/platform/problem.ts';
import { assembleWorkspace } from './assemble-workspace.ts';
import { type Clock, systemClock } from './clock.ts';
import { signedHttp } from './delivery/signed-http.ts';
import { verifyRequestUrl } from './delivery/verify-request-url.ts';
import { openServer, serve } from './door/door.ts';
import type { PageFiles } from './door/page-files.ts';
import { pageSessions } from './door/page-sessions.ts';
import type { FaultControl } from './faults.ts';
import type { RandomBytes } from './identifiers.ts';
import type { Tokens } from './identity.ts';
import { readManifest } from './manifest.ts';
import { Seed } from './seed.ts';
import { userIdOf } from './store/directory.ts';
import { openWorkspaceFile } from './store/workspace-file.ts';
import { postRate } from './web-api/post-rate.ts';

export interface LocalSlackSettings {
  /** Holds what is said here, over restarts. */
  readonly folder: string;
  /** The text of manifest.yml. */
  readonly manifest: string;
  readonly seed: Seed;
  readonly page: () => Promise<PageFiles>;
  readonly log: Log;
  /** A free one when absent. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  readonly clock?: Clock;
  readonly random?: RandomBytes;
}

export interface LocalSlack {
  /** The address to print; its key lets one browser in. */
  readonly url: string;
  /** Another address of that kind. */
  newUrl(): string;
  /** For `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  /** New at every start. */
  readonly tokens: Tokens;
  readonly faults: FaultControl;
  /** Delivers by signed HTTP from now on, once the address has answered Slack's challenge; throws a `Problem` when it does not. */
  useRequestUrl(url: string): Promise<void>;
  close(): Promise<void>;
}

/** A Slack on loopback: a real Bolt app differs from one in Slack by its API URL alone. */
export async function localSlack(settings: LocalSlackSettings): Promise<LocalSlack> {
  const { folder, host = '127.0.0.1', clock = systemClock(), log, random } = settings;
  const seed = Seed.parse(settings.seed);
  const manifest = readManifest(settings.manifest);
  const database = openWorkspaceFile(folder);
  const { server, port } = await openServer(settings.port ?? 0, host).catch((cause: unknown) => {
    database.close();
    throw portTaken(settings.port, cause);
  });
  const origin = `http://${host}:${port}`;
  const { workspace, delivery } = assembleWorkspace({ database, seed, manifest, origin, clock, log, random });
  const { tokens, verificationToken } = workspace.identity;
  const sessions = pageSessions(port, firstUser(seed));
  serve(server, port, { workspace, sessions, page: settings.page, postRate: postRate(clock) });
  const newUrl = () => `${origin}/?key=${sessions.newKey()}`;
  return {
    url: newUrl(),
    newUrl,
    apiUrl: `${origin}/api/`,
    tokens,
    faults: workspace.faults.control,
    useRequestUrl: async (requestUrl) => {
      const http = { requestUrl, signingSecret: tokens.signingSecret, clock, copies: workspace.faults.copies };
      await verifyRequestUrl(http, verificationToken);
      delivery.use(signedHttp(http));
    },
    close: once(async () => {
      delivery.events.close();
      workspace.sockets.close();
      workspace.live.close();
      await closeServer(server);
      database.close();
    }),
  };
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return async () => {
    closing ??= close();
    await closing;
  };
}

function firstUser({ users }: ReturnType<typeof Seed.parse>): string {
  const [first] = users;
  if (first === undefined) throw new Error('the seed has no user');
  return userIdOf(first);
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

function portTaken(port: number | undefined, cause: unknown): Problem {
  const where = port === undefined ? 'at a free port' : `at port ${port}`;
  const message = `The local Slack cannot listen ${where} of 127.0.0.1. Another program may have it: end that, or set SLACK_PORT to another port.`;
  return new Problem({ code: 'port_taken', message, cause });
}
