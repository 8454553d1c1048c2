import { failureOf } from '../../operations/kit/failure.ts';
import type { Operation, Outcome } from '../../operations/kit/operation.ts';
import { operationNamed } from '../../operations/kit/operation-named.ts';

/**
 * The interval of heartbeats. A session stays live for two minutes after a heartbeat, so it survives three lost
 * heartbeats.
 */
const HEARTBEAT_EVERY_S = 30;
/**
 * The process waits this long for the confirmation that its session has ended. An unconfirmed session expires a little
 * later.
 */
const END_WITHIN_MS = 5_000;
const HEARTBEAT = 'session beat';
const START = 'session start';
const END = 'session end';
/** The server answers with this error code if the caller's token is read-only. Such a caller needs no session. */
const NOT_NEEDED = 'read_only_token';

export interface SessionSettings {
  readonly operations: readonly Operation[];
  readonly call: (
    operation: Operation,
    call: {
      readonly input: Readonly<Record<string, unknown>>;
      readonly request: string;
      readonly progress: () => void;
    },
  ) => Promise<Outcome<unknown>>;
  /** Shows a line of text to the people who watch the process. */
  readonly say: (text: string) => void;
}

export interface KeptSession {
  /** Stops the heartbeats and ends the session. Gives up if no answer arrives within five seconds. */
  end(): Promise<void>;
}

/**
 * Starts or continues the session of a token and sends its heartbeats. A repeated failure is reported only once,
 * because the process that serves the data may be restarting. `connection` makes the request ids unique.
 */
export function keepSession({ operations, call, say }: SessionSettings, connection: string): KeptSession {
  let calls = 0;
  let reported = '';
  const run = async (name: string, input: Readonly<Record<string, unknown>>): Promise<string> => {
    const operation = operationNamed(operations, name);
    calls += 1;
    try {
      const request = `${connection}:session-${calls}`;
      const { decision, code, message } = await call(operation, { input, request, progress: () => undefined });
      reported = report(decision === 'refused' ? message : '', reported, say);
      return code;
    } catch (error) {
      const { code, message } = failureOf(error);
      reported = report(code === NOT_NEEDED ? '' : message, reported, say);
      return code;
    }
  };
  const heartbeat = async () => {
    const code = await run(HEARTBEAT, { every_s: HEARTBEAT_EVERY_S });
    if (code === 'session_ended' || code === 'unknown_session') await run(START, {});
  };
  let latest: Promise<unknown> | undefined;
  /** Remembers a running call, so that the timer skips its heartbeat while the call is running. */
  const next = (work: Promise<unknown>) => {
    latest = work.finally(() => {
      latest = undefined;
    });
  };
  next(run(START, {}).then(heartbeat));
  const timer = setInterval(() => {
    if (latest === undefined) next(heartbeat());
  }, HEARTBEAT_EVERY_S * 1_000);
  return {
    end: async () => {
      clearInterval(timer);
      const patience = Promise.withResolvers<void>();
      const limit = setTimeout(patience.resolve, END_WITHIN_MS);
      const ended = Promise.resolve(latest).then(() => run(END, {}));
      await Promise.race([ended, patience.promise]);
      clearTimeout(limit);
    },
  };
}

/**
 * Shows a failure of the session's calls, unless the same failure was shown before. Returns the text of the failure.
 */
function report(message: string, before: string, say: (text: string) => void): string {
  if (message !== '' && message !== before) say(`${message}\n`);
  return message;
}
