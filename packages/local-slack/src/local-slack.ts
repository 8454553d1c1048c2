import type { Server } from 'node:http';
import { assembleWorkspace } from './assemble-workspace.ts';
import { type Clock, systemClock } from './clock.ts';
import { signedHttp } from './delivery/signed-http.ts';
import { verifyRequestUrl } from './delivery/verify-request-url.ts';
import type { FaultControl } from './faults.ts';
import type { RandomBytes } from './identifiers.ts';
import type { Tokens } from './identity.ts';
import { LocalSlackError } from './local-slack-error.ts';
import { type Log, stderrLog } from './log.ts';
import { readManifest } from './manifest.ts';
import { Seed } from './seed.ts';
import { pageLoader } from './server/load-page.ts';
import { pageAccess } from './server/page-access.ts';
import type { PageFiles } from './server/page-files.ts';
import { openServer, serve } from './server/server.ts';
import { pageUrl, readPageAddress, rememberPageAddress } from './store/page-address.ts';
import { openWorkspaceFile } from './store/workspace-file.ts';
import { postRate } from './web-api/post-rate.ts';

const PORTS_TO_TRY = 20;
const ANY_FREE_PORT = 0;

export interface LocalSlackSettings {
  /** The folder that keeps messages, files and App Homes after the workspace stops. A missing folder is created. */
  readonly folder: string;
  /** The content of the app's manifest.yml. */
  readonly manifest: string;
  readonly seed: Seed;
  /** Loads the files of the workspace's page. Defaults to the page that this package contains. */
  readonly page?: () => Promise<PageFiles>;
  /** The workspace's log. Defaults to lines on standard error. */
  readonly log?: Log;
  /**
   * The port of the workspace: this port (0 is any free one), or the first free one from `from` on. Defaults to any free port. Without a
   * fixed port, the port of the folder's last start comes first.
   */
  readonly port?: number | { readonly from: number };
  readonly host?: '127.0.0.1';
  readonly clock?: Clock;
  readonly random?: RandomBytes;
}

export interface LocalSlack {
  /** The URL of the workspace's page, with the key that signs browsers in. The folder keeps the key and the port. */
  readonly url: string;
  /** The base URL of the Web API, for Bolt's `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  /** The app's tokens. Every start of the workspace creates new tokens. */
  readonly tokens: Tokens;
  readonly faults: FaultControl;
  /**
   * Switches the app from Socket Mode to signed HTTP requests. Throws `LocalSlackError` `url_not_verified` if the URL
   * does not answer Slack's challenge.
   */
  useRequestUrl(url: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a Slack workspace on loopback. An app uses it like Slack: only the API URL and the tokens differ. Throws `LocalSlackError`:
 * `bad_manifest`, `port_taken`, `newer_store`.
 */
export async function localSlack(settings: LocalSlackSettings): Promise<LocalSlack> {
  const { folder, host = '127.0.0.1', clock = systemClock(), log = stderrLog, page = pageLoader(), random } = settings;
  const seed = Seed.parse(settings.seed);
  const manifest = readManifest(settings.manifest);
  const database = openWorkspaceFile(folder);
  const { server, port } = await openServer(portsToTry(settings), host).catch((cause: unknown) => {
    database.close();
    throw portTaken(settings.port, cause);
  });
  const address = rememberPageAddress(folder, port);
  const origin = `http://${host}:${port}`;
  const { workspace, delivery } = assembleWorkspace({ database, seed, manifest, origin, clock, log, random });
  const { tokens, verificationToken } = workspace.identity;
  serve(server, port, { workspace, access: pageAccess(port, address.key), page, postRate: postRate(clock) });
  return {
    url: pageUrl(address),
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

function portsToTry({ folder, port }: LocalSlackSettings): readonly number[] {
  if (typeof port === 'number') return [port];
  const remembered = readPageAddress(folder)?.port;
  const preferred = port === undefined ? [] : Array.from({ length: PORTS_TO_TRY }, (_, index) => port.from + index);
  return [...(remembered === undefined ? [] : [remembered]), ...preferred, ANY_FREE_PORT];
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

function portTaken(port: LocalSlackSettings['port'], cause: unknown): LocalSlackError {
  const where = typeof port === 'number' ? `on port ${port}` : 'on a free port';
  const message = `The local Slack cannot listen ${where} of 127.0.0.1. Another program may be using the port. Stop that program, or choose another port.`;
  return new LocalSlackError({ code: 'port_taken', message, cause });
}
