import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../../platform/log.ts';

/** Forwards the warnings and errors of Slack's libraries. It drops their debug output, because that contains tokens. */
export function slackLog(log: Log): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => log.warn({ detail: detailOf(parts) }, 'Warning from the Slack library'),
    error: (...parts) => log.error({ detail: detailOf(parts) }, 'Error from the Slack library'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

function detailOf(parts: readonly unknown[]): string {
  return parts.map(String).join(' ');
}
