import { parseGameDate } from '../../../pipeline/dates/game-date.ts';
import { failureOf } from '../failure.ts';
import { text } from './text.ts';

/**
 * A game date as people write it: `2026-02-05`, `yesterday`, `today` or `tomorrow`. The schema keeps the text and rejects wrong dates before a command
 * opens the data. `parseGameDate` resolves the date when the operation runs.
 */
export const GameDateText = text({
  what: 'a date',
  maxLength: 40,
  works: 'write it as YYYY-MM-DD, yesterday, today or tomorrow (New York time)',
}).superRefine((value, context) => {
  const fault = faultOf(value, new Date());
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

function faultOf(value: string, now: Date): string | undefined {
  try {
    parseGameDate(value, now);
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'defect') throw error;
    return failure.message.replace(/\.$/, '');
  }
}
