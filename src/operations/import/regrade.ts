import { gradeDate } from '../../pipeline/grading/grade-date.ts';
import { readStaleDates } from '../../pipeline/grading/stale-dates.ts';
import type { App } from '../app.ts';

/** Grades the dates again whose grades no longer fit the imported box scores. Resolves to the graded dates. */
export async function regradeStaleDates(app: App): Promise<readonly string[]> {
  const graded: string[] = [];
  for (const date of await readStaleDates(app.warehouse)) {
    if ((await gradeDate(app, date)).type === 'graded') graded.push(date);
  }
  return graded;
}
