import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createApp } from '#src/app.ts';
import type { Actor } from '#src/coordination/identity/actor.ts';
import type { App } from '#src/operations/app.ts';
import { parseInput } from '#src/operations/kit/input/parse-input.ts';
import { operationNamed } from '#src/operations/kit/operation-named.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { expectDeclaredReply } from '../declared-reply.ts';
import { unfitSteps } from '../unfit-steps.ts';

/** An app of its own, closed with the test. */
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

/** What follows can be taken, whatever was asked. */
export async function ask(app: App, actor: Actor, [name, given]: readonly [name: string, given: object]) {
  const operation = operationNamed(OPERATIONS, name);
  requests += 1;
  const input = parseInput(operation.input, given);
  const outcome = await operation.run(app, { input, actor, request: `r${requests}`, progress: () => undefined });
  expect(unfitSteps(outcome.next)).toEqual([]);
  expectDeclaredReply(operation, outcome);
  return outcome;
}
