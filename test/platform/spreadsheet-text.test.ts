import { expect, it } from 'vitest';
import { notesCsv } from '#src/pipeline/import/notes-csv.ts';
import { spreadsheetText } from '#src/platform/spreadsheet-text.ts';

it.each(['=HYPERLINK("http://x","y")', '@SUM(1)', '+1+cmd', '-2+3', '-A1', '\t=1', '\r=1'])(
  'a spreadsheet shows the text %j and does not run it',
  (text) => {
    expect(spreadsheetText(text)).toBe(`'${text}`);
  },
);

it.each(['Abel Shaw', '', '-', '-5.5', '+12', "D'Angelo", 'a=b'])('the text %j stays as it is', (text) => {
  expect(spreadsheetText(text)).toBe(text);
});

it('the notes of an import show a formula of the imported file as text', () => {
  const note = { kind: 'unmatched', column: 'team', value: '=1+1', reason: 'is not a team', rows: 2, line: 3 } as const;
  expect(notesCsv([note])).toContain(`"unmatched","team","'=1+1","is not a team",2,3`);
});
