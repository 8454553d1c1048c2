import type { AnswerFault, FaultControl } from '../faults.ts';
import { LocalSlackError } from '../local-slack-error.ts';

export const FAULT_HELP = `Faults of the next calls of a method ("*" is any method; "x3" means three calls):
  chat.postMessage ratelimited 30      answers 429 with Retry-After: 30
  chat.update status 503 x3            answers with this HTTP status
  views.open error fatal_error         answers ok: false with this error
  chat.postMessage drop                ignores the call and breaks the connection
  chat.postMessage accept-then-drop    makes the call, then breaks the connection
  chat.postMessage accept-then-hang 5000   makes the call, then sends no answer for 5000 ms
  response_url ...                     a call of a response_url
  upload ...                           the upload of a file's bytes
Faults that last until "clear":
  outage                 Slack is unreachable
  copies 2               delivers every event and interaction twice
  limit-posts            allows one message per second and channel
  refuse-blocks table    refuses these block types
Other:
  drop-sockets           breaks the Socket Mode connections
  refresh-sockets        asks the Socket Mode clients to reconnect
  clear                  ends all faults
`;

type InjectFault = (faults: FaultControl) => void;

/**
 * Parses the fault that a developer typed, such as `chat.postMessage ratelimited 30 x3`. Throws `LocalSlackError`
 * `bad_fault`.
 */
export function readFault(line: string): InjectFault {
  const [name = '', ...values] = line.trim().split(/\s+/);
  switch (name) {
    case 'outage':
      return (faults) => void faults.outage();
    case 'drop-sockets':
      return (faults) => faults.dropSockets();
    case 'refresh-sockets':
      return (faults) => faults.requestRefresh();
    case 'limit-posts':
      return (faults) => faults.limitPosts('one per second');
    case 'refuse-blocks':
      return (faults) => faults.refuseBlocks(values);
    case 'clear':
      return (faults) => faults.clear();
    case 'copies': {
      const count = wholeNumber(line, values[0]);
      return (faults) => faults.deliverCopies(count);
    }
    default:
      return methodFault(line, name, values);
  }
}

function methodFault(line: string, method: string, values: readonly string[]): InjectFault {
  if (!/^(?:\*|response_url|upload|[a-z]+(?:\.\w+)+)$/i.test(method))
    throw badFault(line, `"${method}" is neither a fault nor a method of the Web API`);
  const times = /^x(\d+)$/.exec(values.at(-1) ?? '')?.[1];
  const [kind, value] = times === undefined ? values : values.slice(0, -1);
  const fault = answerFault(line, kind, value);
  return (faults) => faults.answer(method, fault, times === undefined ? 1 : wholeNumber(line, times));
}

function answerFault(line: string, kind: string | undefined, value: string | undefined): AnswerFault {
  switch (kind) {
    case 'ratelimited':
      return { kind, retryAfterSeconds: wholeNumber(line, value) };
    case 'status':
      return { kind, status: wholeNumber(line, value) };
    case 'error':
      if (value === undefined)
        throw badFault(line, "the fault error needs one of Slack's error codes, such as fatal_error");
      return { kind, error: value };
    case 'drop':
    case 'accept-then-drop':
      return { kind };
    case 'accept-then-hang':
      return { kind, ms: wholeNumber(line, value) };
    default:
      throw badFault(line, `"${kind ?? ''}" is not a fault that a method can have`);
  }
}

function wholeNumber(line: string, value: string | undefined): number {
  if (value !== undefined && /^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw badFault(line, `a whole number is needed, but "${value ?? ''}" was given`);
}

function badFault(line: string, reason: string): LocalSlackError {
  const message = `The fault "${line.trim()}" is not valid: ${reason}.`;
  return new LocalSlackError({ code: 'bad_fault', message });
}
