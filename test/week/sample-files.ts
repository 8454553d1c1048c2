import Papa from 'papaparse';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import type { SampleOptions } from '#src/pipeline/sample/sample-options.ts';
import { changed, type RowChange } from '../pipeline/import/changed-file.ts';

/** The league of the week: one or two games a night. */
const LEAGUE = { seed: 'week', teams: 6, playersPerTeam: 10, gamesPerTeam: 20 } as const;

export interface CsvFile {
  readonly name: string;
  readonly text: string;
}

/** The files of the whole league on the morning of a date. */
export function wholeLeague(today: string): Promise<readonly CsvFile[]> {
  return filesOf({ ...LEAGUE, today }, () => ({}));
}

/** The files of one morning: the box scores of the night before, and the games, lines and injury reports of the date. */
export function filesOfMorning(today: string, lastNight: string): Promise<readonly CsvFile[]> {
  return filesOf({ ...LEAGUE, today, lineDays: 0 }, ({ game_date = '' }) =>
    game_date === today || game_date === lastNight ? {} : 'dropped',
  );
}

/** The lines of the date again, as the bookmakers show them in the afternoon. A price from the night is too old for a pick. */
export async function freshLines(today: string, capturedAt: string): Promise<readonly CsvFile[]> {
  const files = await filesOf({ ...LEAGUE, today, lineDays: 0 }, ({ game_date, captured_at = '' }) =>
    game_date === today && captured_at.startsWith(today) ? { captured_at: capturedAt } : 'dropped',
  );
  return files.filter(({ name }) => name === 'prop_lines.csv');
}

async function filesOf(options: SampleOptions, change: RowChange): Promise<readonly CsvFile[]> {
  const files = await Promise.all(
    sampleLeague(options).map(async (source) => {
      const records = await Array.fromAsync(changed(source, change).records());
      const rows = records.map(({ fields }) => [...fields]);
      return { name: source.name, text: Papa.unparse(rows), isEmpty: rows.length < 2 };
    }),
  );
  return files.filter(({ isEmpty }) => !isEmpty);
}
