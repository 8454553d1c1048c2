import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../../platform/log.ts';

/** What Slack's libraries have to say, for the operator. Their details of requests hold tokens, so only warnings and errors pass. */
export function slackLog(log: Log): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => log.warn({ detail: detailOf(parts) }, 'Slack library warned'),
    error: (...parts) => log.error({ detail: detailOf(parts) }, 'Slack library met an error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

function detailOf(parts: readonly unknown[]): string {
  return parts.map(String).join(' ');
}
