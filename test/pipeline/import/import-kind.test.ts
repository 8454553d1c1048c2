import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importKinds, kindOfFile } from '#src/pipeline/import/import-kind.ts';
import { players } from '#src/pipeline/tables/players.ts';
import { mergeSql } from '#test/pipeline/import/merge-sql.ts';

test.for([
  ['player_game_logs.csv', 'player_game_logs'],
  ['Prop_Lines.CSV.GZ', 'prop_lines'],
  ['schedule.csv.gz', 'schedule'],
  ['schedule', undefined],
  ['schedule.xlsx', undefined],
  ['my_schedule.csv', undefined],
  ['sealed.bin', undefined],
] as const)('%s is %s', ([file, kind]) => {
  expect(kindOfFile(file)?.name).toBe(kind);
});

test('the schedule comes first, because it sets the games; then game logs, because they set the players’ names', () => {
  expect(importKinds.map(({ name }) => name).slice(0, 2)).toEqual(['schedule', 'player_game_logs']);
});

describe('RT-42: every merge names all columns of its table', () => {
  const kinds = importKinds.map((kind) => ({ ...kind, takesBack: 'takes-back' as const }));
  const ofPlayers = { table: players, merge: 'import/sql/merge-players', takesBack: 'only-adds' as const };
  test.for([...kinds, ofPlayers])('$merge', ({ table, merge, takesBack }) => {
    const text = readFileSync(new URL(`../../../src/pipeline/${merge}.sql`, import.meta.url), 'utf8');
    expect(text).toBe(mergeSql(table, takesBack));
  });
});
