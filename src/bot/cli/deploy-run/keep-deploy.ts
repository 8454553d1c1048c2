import { failureOf } from '../../../operations/kit/failure.ts';
import type { DeployRunContext, StartedRun } from './deploy-run-context.ts';

const BEAT_EVERY_MS = 30_000;
/** The first heartbeat says that the deploy sends some. It comes early, and not so early that a short deploy pays for it. */
const FIRST_BEAT_MS = 5_000;

export interface KeptDeploy {
  /** Stops the heartbeats. Resolves after the one in flight. */
  stop(): Promise<void>;
}

/**
 * Sends heartbeats for a running deploy, which keep its lock. If the lock is lost, it says so once and then stops. The
 * deploy continues, because nobody knows what a half-done deploy leaves behind.
 */
export function keepDeploy(context: DeployRunContext, { service, token }: StartedRun): KeptDeploy {
  const { call, say, pause } = context;
  const stopped = new AbortController();
  let isUnreachable = false;
  const beat = async (): Promise<'continue' | 'lost'> => {
    try {
      const { decision, message } = await call('deploy beat', { service, token });
      isUnreachable = false;
      if (decision !== 'refused') return 'continue';
      say(`Warning: this deploy has lost its lock and continues without it. ${message}`);
      return 'lost';
    } catch (error) {
      const { message } = failureOf(error);
      if (!isUnreachable) say(`Warning: a heartbeat of this deploy failed, so its lock may end. ${message}`);
      isUnreachable = true;
      return 'continue';
    }
  };
  const send = async () => {
    let afterMs = FIRST_BEAT_MS;
    while ((await pause(afterMs, stopped.signal)) === 'elapsed' && (await beat()) === 'continue')
      afterMs = BEAT_EVERY_MS;
  };
  const sending = send();
  return {
    stop: async () => {
      stopped.abort();
      await sending;
    },
  };
}
