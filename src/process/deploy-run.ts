import { setTimeout as wait } from 'node:timers/promises';
import { DEPLOY_RUN } from '../bot/cli/deploy-run/deploy-run-command.ts';
import type { DeployRunContext } from '../bot/cli/deploy-run/deploy-run-context.ts';
import { exitCodeOfOutcome } from '../bot/cli/exit-code.ts';
import { outcomeAsJson, outcomeAsText } from '../bot/cli/format-outcome.ts';
import type { RunnableOwnCommand } from '../bot/cli/run-command-line.ts';
import type { Terminal } from '../bot/cli/terminal.ts';
import { parseTyped } from '../operations/kit/input/parse-typed.ts';
import { stepCommand } from '../operations/kit/step-command.ts';
import { loadOperation } from '../operations/load-operation.ts';
import { operationsOfSteps } from './command-operations.ts';
import { type CommandProcess, callNamed, configOf, SIGNALS, withLocalApp } from './command-process.ts';

/** `tipoff deploy run`, which runs the command that follows `--` on the command line. */
export function deployRun(current: CommandProcess, command: readonly string[], terminal: Terminal): RunnableOwnCommand {
  return {
    ...DEPLOY_RUN,
    run: async (print, { given, format }) => {
      const input = parseTyped(DEPLOY_RUN, given, (meant) => stepCommand(meant, [DEPLOY_RUN]));
      const [{ runDeploy }, guard] = await Promise.all([
        import('../bot/cli/deploy-run/run-deploy.ts'),
        import('../bot/guard/find-deploys.ts'),
      ]);
      const end = await runDeploy(contextOf(current, terminal, guard), input, command);
      if (end.type === 'ended') return end.code;
      const start = await loadOperation('deploy start');
      print(
        format === 'json'
          ? outcomeAsJson(start, end.outcome)
          : await outcomeAsText(start.name, end.outcome, {
              operations: await operationsOfSteps(end.outcome.next),
              page: terminal.page,
            }),
      );
      return exitCodeOfOutcome(end.outcome);
    },
  };
}

function contextOf(
  current: CommandProcess,
  { err }: Terminal,
  guard: typeof import('../bot/guard/find-deploys.ts'),
): DeployRunContext {
  const { env } = current;
  return {
    call: (operation, input) => callNamed(env, operation, input),
    callLocally: (operation, input) => withLocalApp(env, (run) => run(operation, input)),
    folder: process.cwd(),
    // A relative data folder would name another folder as soon as the command changes its folder.
    env: { ...env, TIPOFF_DATA: configOf(current).dataFolder },
    say: (sentence) => err(`tipoff: ${sentence}\n`),
    pause: async (ms, aborted) => {
      try {
        await wait(ms, undefined, { signal: aborted });
        return 'elapsed';
      } catch (error) {
        if (aborted.aborted) return 'aborted';
        throw error;
      }
    },
    fetch,
    deploysIn: (words) => {
      const scan = guard.findDeploysInWords(words);
      return scan.type === 'deploys' ? scan.deploys : [];
    },
    readyUrlOf: async (service) => {
      const { readServiceMap } = await import('./service-settings.ts');
      return (await readServiceMap(configOf(current).services)).get(service)?.ready_url;
    },
    elapsed: () => performance.now(),
    onSignal: (listener) => {
      for (const signal of SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of SIGNALS) process.off(signal, listener);
      };
    },
  };
}
