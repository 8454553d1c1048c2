/** A date in a message, which Slack shows in the time zone of its reader. */
export interface DateToken {
  /** In seconds since 1970. */
  readonly timestamp: number;
  /** Text with tokens, such as `{date_short_pretty} at {time}`. */
  readonly format: string;
}

const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;

/** The tokens of https://docs.slack.dev/messaging/formatting-message-text#date-formatting. */
const TOKENS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_pretty: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short_pretty: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long_pretty: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

/**
 * Formats a date in the time zone of the browser. The `pretty` tokens show today, yesterday and tomorrow as words.
 * Returns undefined if the format has an unknown token or the timestamp is out of range; Slack then shows the fallback.
 */
export function dateText({ timestamp, format }: DateToken, nowMs: number): string | undefined {
  const moment = new Date(timestamp * SECOND_MS);
  if (Number.isNaN(moment.getTime())) return undefined;
  let isKnown = true;
  const text = format.replaceAll(/\{(\w+)\}/g, (_, token: string) => {
    const options = TOKENS[token];
    if (options === undefined) isKnown = false;
    const word = token.endsWith('_pretty') ? dayWord(moment, new Date(nowMs)) : undefined;
    return word ?? moment.toLocaleString('en-US', options);
  });
  return isKnown ? text : undefined;
}

function dayWord(moment: Date, now: Date): string | undefined {
  const days = Math.round((startOfDay(moment) - startOfDay(now)) / DAY_MS);
  return new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]).get(days);
}

function startOfDay(moment: Date): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}
