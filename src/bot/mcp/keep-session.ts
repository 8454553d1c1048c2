import { failureOf } from '../../operations/kit/failure.ts';
import type { Operation, Outcome } from '../../operations/kit/operation.ts';

/** A session counts as live for two minutes after a beat, so three may be lost. */
const BEAT_EVERY_S = 30;
/** How long an end may take: the session of a process that is gone ends by itself a little later. */
const END_WITHIN_MS = 5_000;
const BEAT = 'session beat';
const START = 'session start';
const END = 'session end';
/** The token is for reading, which takes no session. */
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
  /** For people. */
  readonly say: (text: string) => void;
}

export interface KeptSession {
  /** Stops the beats and ends the session, or gives that up after five seconds without an answer. */
  end(): Promise<void>;
}

/**
 * Starts the session of a token, or goes on with it, and beats its heart. What goes wrong is said once until it goes well again: the process
 * that serves the data may just be starting anew. `connection` makes the names of the requests unique.
 */
export function keepSession({ operations, call, say }: SessionSettings, connection: string): KeptSession {
  let asked = 0;
  let said = '';
  const ask = async (name: string, input: Readonly<Record<string, unknown>>): Promise<string> => {
    const operation = operations.find((known) => known.name === name);
    if (operation === undefined) return 'no_such_operation';
    asked += 1;
    try {
      const request = `${connection}:session-${asked}`;
      const { decision, code, message } = await call(operation, { input, request, progress: () => undefined });
      said = tell(decision === 'refused' ? message : '', said, say);
      return code;
    } catch (error) {
      const { code, message } = failureOf(error);
      said = tell(code === NOT_NEEDED ? '' : message, said, say);
      return code;
    }
  };
  const beat = async () => {
    const code = await ask(BEAT, { every_s: BEAT_EVERY_S });
    if (code === 'session_ended' || code === 'unknown_session') await ask(START, {});
  };
  let latest: Promise<unknown> | undefined;
  /** One after the other: while nobody answers they are missed, and do not gather. */
  const next = (work: Promise<unknown>) => {
    latest = work.finally(() => {
      latest = undefined;
    });
  };
  next(ask(START, {}).then(beat));
  const heart = setInterval(() => {
    if (latest === undefined) next(beat());
  }, BEAT_EVERY_S * 1_000);
  return {
    end: async () => {
      clearInterval(heart);
      const patience = Promise.withResolvers<void>();
      const timer = setTimeout(patience.resolve, END_WITHIN_MS);
      const ended = Promise.resolve(latest).then(() => ask(END, {}));
      await Promise.race([ended, patience.promise]);
      clearTimeout(timer);
    },
  };
}

/** Says what is new, and answers what has been said. */
function tell(message: string, before: string, say: (text: string) => void): string {
  if (message !== '' && message !== before) say(`${message}\n`);
  return message;
}
