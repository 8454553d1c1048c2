import { rm } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { type HttpServer, type HttpServerSettings, openHttpServer } from '#src/bot/http/open-server.ts';
import type { OpenApp } from '#src/operations/app.ts';
import { ANN } from '../../coordination/identity/actors.ts';

/** The token of the data folder, which these paths do not accept. */
export const FOLDER_TOKEN = 'a-token-of-thirty-two-characters';

interface GuardedServer {
  readonly opened: Pick<OpenApp, 'app' | 'close'>;
  /** It is deleted when the test ends. */
  readonly dataFolder: string;
  readonly guardedMounts: NonNullable<HttpServerSettings['guardedMounts']>;
}

/** Serves only the paths of callers without a token of Tipoff, until the test ends. */
export async function aGuardedServer({ opened, dataFolder, guardedMounts }: GuardedServer): Promise<HttpServer> {
  const server = await openHttpServer({
    app: opened.app,
    operations: [],
    person: ANN,
    token: FOLDER_TOKEN,
    authenticate: async () => ({ type: 'refused', because: 'unknown' }),
    mounts: {},
    guardedMounts,
    version: '1',
    instance: 'this one',
  });
  onTestFinished(async () => {
    await server.close();
    await opened.close();
    await rm(dataFolder, { recursive: true });
  });
  return server;
}
