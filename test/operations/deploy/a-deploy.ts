import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createApp } from '#src/app.ts';
import type { Actor } from '#src/coordination/identity/actor.ts';
import type { App } from '#src/operations/app.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { runNamed } from '../run-named.ts';

/** An app for one test, closed with it. */
export async function anApp(overrides: Partial<App> = {}): Promise<App> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-deploy-'));
  const { app, close } = createApp({ platform: 'embedded', dataFolder }, { log: silentLog, ...overrides });
  onTestFinished(async () => {
    await close();
    await rm(dataFolder, { recursive: true, force: true });
  });
  return app;
}

let requests = 0;

export function run(app: App, actor: Actor, [verb, given]: readonly [verb: string, given: object]) {
  return ask(app, actor, [`deploy ${verb}`, given]);
}

export async function ask(app: App, actor: Actor, [name, given]: readonly [name: string, given: object]) {
  requests += 1;
  return await runNamed(app, { name, given, actor, request: `r${requests}` });
}
