import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DEPLOY_RUN } from '#src/bot/cli/deploy-run/deploy-run-command.ts';
import type { DeployRunContext } from '#src/bot/cli/deploy-run/deploy-run-context.ts';
import { runDeploy } from '#src/bot/cli/deploy-run/run-deploy.ts';
import { findDeploysInWords } from '#src/bot/guard/find-deploys.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import type { App } from '#src/operations/app.ts';
import { parseInput } from '#src/operations/kit/input/parse-input.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { anApp, ask } from '../../../operations/deploy/a-deploy.ts';

export const ANN = personAt('cli', { name: 'ann' });
export const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });

/** A pause of the run that the test ends. */
interface Pause {
  readonly ms: number;
  end(): void;
}

/**
 * A deploy run on a real app and with real commands. The test sends its signals, ends its pauses and moves its clock.
 * `failing` lists operations that find no store for a number of calls.
 */
export async function aDeployRun(overrides: Partial<App> = {}, actor: Actor = ANN) {
  const app = await anApp(overrides);
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-run-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const said: string[] = [];
  const pauses: Pause[] = [];
  const listeners = new Set<(signal: NodeJS.Signals) => void>();
  const failing = new Map<string, number>();
  const clock = { ms: 0 };
  const call = async (operation: string, given: object) => {
    const left = failing.get(operation) ?? 0;
    failing.set(operation, left - 1);
    if (left > 0) throw new Unavailable('The document store cannot be reached', undefined);
    return await ask(app, actor, [operation, given]);
  };
  const context: DeployRunContext = {
    call,
    callLocally: (operation, given) => {
      const unreachable = { ...app, locks: { execute: () => Promise.reject(new Unavailable('The store', undefined)) } };
      return ask(unreachable, actor, [operation, given]);
    },
    folder,
    env: { PATH: '/usr/bin:/bin', OUT: join(folder, 'out') },
    say: (sentence) => void said.push(sentence),
    pause: (ms, aborted) =>
      new Promise((resolve) => {
        pauses.push({ ms, end: () => resolve('elapsed') });
        if (aborted.aborted) resolve('aborted');
        aborted.addEventListener('abort', () => resolve('aborted'));
      }),
    fetch,
    deploysIn: (words) => {
      const scan = findDeploysInWords(words);
      return scan.type === 'deploys' ? scan.deploys : [];
    },
    readyUrlOf: async (service) => app.serviceMap.get(service)?.ready_url,
    elapsed: () => clock.ms,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return {
    app,
    context,
    folder,
    said,
    pauses,
    failing,
    clock,
    send: (signal: NodeJS.Signals) => {
      for (const listener of listeners) listener(signal);
    },
    /** What the commands of the run appended to the file in `$OUT`. */
    written: () => readFile(join(folder, 'out'), 'utf8').catch(() => ''),
    run: (given: object, ...command: readonly string[]) =>
      runDeploy(context, parseInput(DEPLOY_RUN.input, { service: 'worker', ...given }), command),
    worker: async () => {
      const { data } = await ask(app, actor, ['deploy status', { service: 'worker' }]);
      return (data as { locks: readonly { state: string; deploy?: { state: string; commit: string | null } }[] })
        .locks[0];
    },
  };
}

/** A command of the run that a shell runs. */
export function sh(line: string): readonly [string, string, string] {
  return ['/bin/sh', '-c', line];
}
