import { gameDateOf, parseGameDate } from '../../../pipeline/dates/game-date.ts';
import { failureOf } from '../failure.ts';
import { text } from './text.ts';

const DAY_MS = 86_400_000;

/**
 * A game date as people write it: `2026-02-05`, `today` or `tomorrow`. It stays as it was written; `parseGameDate` resolves the words when
 * the operation runs. Here it is only found wrong, before anything is opened.
 */
export const GameDateText = text({
  what: 'a date',
  maxLength: 40,
  works: 'write it as YYYY-MM-DD, or say today or tomorrow (New York time)',
}).superRefine((value, context) => {
  const wrong = wrongWith(value, new Date());
  if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
});

function wrongWith(value: string, now: Date): string | undefined {
  if (value.trim().toLowerCase() === 'yesterday') {
    const date = gameDateOf(new Date(now.getTime() - DAY_MS));
    return `"yesterday" is not taken, because after midnight it means another slate; write ${date} if you mean that day`;
  }
  try {
    parseGameDate(value, now);
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'defect') throw error;
    return failure.message.replace(/\.$/, '');
  }
}
