import type { Outcome } from '../../../operations/kit/operation.ts';
import { exitCodeOfOutcome, NOT_VERIFIED } from '../exit-code.ts';
import { refuseRemovedVariables } from './check-variables.ts';
import { commitToDeploy } from './commit-to-deploy.ts';
import { commandToRun, type DeployRunInput } from './deploy-run-command.ts';
import type { DeployRunContext, StartedRun } from './deploy-run-context.ts';
import { finishRun } from './finish-run.ts';
import { collectSignals, type DeploySignals } from './forward-signals.ts';
import { keepDeploy } from './keep-deploy.ts';
import { codeOfSignal, runCommand } from './run-command.ts';
import { startRun } from './start-run.ts';
import { verifyDeploy } from './verify-deploy.ts';

/** How a deploy run ended: with the exit code of the process, or with the refusal to start. */
export type RunEnd =
  | { readonly type: 'ended'; readonly code: number }
  | { readonly type: 'refused'; readonly outcome: Outcome<unknown> };

/**
 * Runs a command under the lock of a service. It starts the deploy, runs the command, sends heartbeats, verifies the
 * deploy and records its result, which releases the lock. A failed command keeps its exit code. Throws a `Problem` if
 * there is nothing to run.
 */
export async function runDeploy(
  context: DeployRunContext,
  input: DeployRunInput,
  command: readonly string[],
): Promise<RunEnd> {
  const program = commandToRun(command);
  const commit = await commitToDeploy(context.folder, input);
  const refusal = await refuseRemovedVariables(context, input, command);
  if (refusal !== undefined) return { type: 'refused', outcome: refusal };
  const signals = collectSignals(context);
  try {
    const start = await startRun(context, { input, commit, signals });
    switch (start.type) {
      case 'refused':
        return start;
      case 'interrupted':
        context.say(`Interrupted by ${start.signal} while waiting for the lock. Nothing was deployed.`);
        return { type: 'ended', code: codeOfSignal(start.signal) };
      case 'bypassed': {
        const env = { ...context.env, TIPOFF_WITHOUT_LOCK: start.reason };
        const ended = await performDeploy(context, { input, program, signals, env });
        return { type: 'ended', code: ended.code };
      }
      case 'started': {
        const code = await runUnderLock(context, start.deploy, { input, program, signals, env: context.env });
        return { type: 'ended', code };
      }
    }
  } finally {
    signals.stop();
  }
}

interface DeployPlan {
  readonly input: DeployRunInput;
  readonly program: ReturnType<typeof commandToRun>;
  readonly signals: DeploySignals;
  readonly env: DeployRunContext['env'];
}

async function runUnderLock(context: DeployRunContext, deploy: StartedRun, plan: DeployPlan): Promise<number> {
  const kept = keepDeploy(context, deploy);
  const performed = await performDeploy(context, { ...plan, env: { ...plan.env, ...variablesOf(deploy) } }).finally(
    kept.stop,
  );
  const finished = await finishRun(context, { deploy, result: performed.result, signals: plan.signals });
  const servesAnother = finished !== undefined && exitCodeOfOutcome(finished) === NOT_VERIFIED;
  return performed.code === 0 && servesAnother ? NOT_VERIFIED : performed.code;
}

interface PerformedDeploy {
  readonly result: 'succeeded' | 'failed';
  readonly code: number;
}

/** Runs the command and verifies the deploy. A signal that arrived before the command began keeps it from running. */
async function performDeploy(
  context: DeployRunContext,
  { input, program, signals, env }: DeployPlan,
): Promise<PerformedDeploy> {
  const { say, folder } = context;
  const early = signals.first();
  if (early !== undefined) return interrupted(context, early);
  const ended = await runCommand({ ...program, folder, env }, signals);
  if (ended.code !== 0) {
    say(`The command ${ended.what}.`);
    return { result: 'failed', code: ended.code };
  }
  const verification = await verifyDeploy(context, { wanted: input, signals, env });
  switch (verification.type) {
    case 'verified':
      return { result: 'succeeded', code: 0 };
    case 'failed':
      say(`The command succeeded, but the deploy could not be verified. ${verification.why}`);
      return { result: 'failed', code: NOT_VERIFIED };
    case 'interrupted':
      return interrupted(context, verification.signal);
  }
}

function interrupted({ say }: DeployRunContext, signal: NodeJS.Signals): PerformedDeploy {
  say(`Interrupted by ${signal} before the deploy was verified.`);
  return { result: 'failed', code: codeOfSignal(signal) };
}

/** The variables by which the command and its scripts know their deploy. */
function variablesOf({ service, token, deploy_id, commit }: StartedRun): Readonly<Record<string, string>> {
  return {
    TIPOFF_DEPLOY_SERVICE: service,
    TIPOFF_DEPLOY_TOKEN: String(token),
    TIPOFF_DEPLOY_ID: deploy_id,
    ...(commit === null ? {} : { TIPOFF_DEPLOY_COMMIT: commit }),
  };
}
