import { errorText } from '../../../platform/error-text.ts';
import type { DeployRunInput } from './deploy-run-command.ts';
import type { DeployRunContext } from './deploy-run-context.ts';
import type { DeploySignals } from './forward-signals.ts';
import { runCommand, shellLine } from './run-command.ts';

/** A new revision of a service may take this long until it answers. */
const READY_WITHIN_MS = 2 * 60_000;
const READY_EVERY_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;

export type DeployVerification =
  | { readonly type: 'verified' }
  /** `why` is a sentence. */
  | { readonly type: 'failed'; readonly why: string }
  | { readonly type: 'interrupted'; readonly signal: NodeJS.Signals };

interface Verified {
  readonly wanted: Pick<DeployRunInput, 'service' | 'ready' | 'verify'>;
  readonly signals: DeploySignals;
  readonly env: DeployRunContext['env'];
}

/**
 * Verifies a deploy whose command has succeeded: its address answers with 2xx, and then the caller's own command exits
 * with 0. The finish of the deploy compares the commit that serves with the deployed one.
 */
export async function verifyDeploy(
  context: DeployRunContext,
  { wanted, signals, env }: Verified,
): Promise<DeployVerification> {
  const url = wanted.ready ?? (await context.readyUrlOf(wanted.service));
  const ready = url === undefined ? VERIFIED : await becomesReady(context, url, signals);
  if (ready.type !== 'verified' || wanted.verify === undefined) return ready;
  return await succeeds(context, wanted.verify, { signals, env });
}

const VERIFIED = { type: 'verified' } as const;

async function succeeds(
  { folder }: DeployRunContext,
  line: string,
  { signals, env }: Pick<Verified, 'signals' | 'env'>,
): Promise<DeployVerification> {
  const interruption = interruptionOf(signals);
  const { code, what } = await runCommand({ ...shellLine(line), folder, env }, signals).finally(interruption.stop);
  if (code === 0) return VERIFIED;
  const signal = interruption.signal();
  return signal === undefined
    ? { type: 'failed', why: `The command of \`--verify\` ${what}.` }
    : { type: 'interrupted', signal };
}

async function becomesReady(
  context: DeployRunContext,
  url: string,
  signals: DeploySignals,
): Promise<DeployVerification> {
  const { pause, elapsed } = context;
  const interruption = interruptionOf(signals);
  const giveUpAt = elapsed() + READY_WITHIN_MS;
  try {
    for (;;) {
      const answer = await requestReady(context, url, interruption.aborted);
      if (answer === 'ready') return VERIFIED;
      const signal = interruption.signal();
      if (signal !== undefined) return { type: 'interrupted', signal };
      if (elapsed() >= giveUpAt) return { type: 'failed', why: `${url} was not ready within two minutes: ${answer}.` };
      await pause(READY_EVERY_MS, interruption.aborted);
    }
  } finally {
    interruption.stop();
  }
}

/** Resolves to `ready`, or to why the address does not count as ready. */
async function requestReady({ fetch }: DeployRunContext, url: string, aborted: AbortSignal): Promise<string> {
  try {
    const signal = AbortSignal.any([aborted, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const response = await fetch(url, { signal });
    await response.body?.cancel();
    return response.ok ? 'ready' : `it answered with ${response.status}`;
  } catch (error) {
    return errorText(error instanceof Error && error.cause !== undefined ? error.cause : error);
  }
}

/** The first signal from now on. */
function interruptionOf(signals: DeploySignals) {
  const controller = new AbortController();
  let first: NodeJS.Signals | undefined;
  const stop = signals.listen((signal) => {
    first ??= signal;
    controller.abort();
  });
  return { aborted: controller.signal, signal: () => first, stop };
}
