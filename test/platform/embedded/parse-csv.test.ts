import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidCsv, parseCsv } from '#src/platform/embedded/parse-csv.ts';

async function* chunksOf(text: string, chunkBytes: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
}

async function recordsOf(text: string, chunkBytes = 7) {
  return await Array.fromAsync(parseCsv(chunksOf(text, chunkBytes)));
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A cell as a file contains it, with quotes only where they are needed or by chance. */
const cell = fc
  .tuple(fc.string({ unit: fc.constantFrom('a', 'č', '"', ',', '\n', '\r', ' ', '🏀'), maxLength: 6 }), fc.boolean())
  .map(([text, isQuoted]) => ({ text, written: isQuoted || /[",\r\n]/.test(text) ? quoted(text) : text }));

describe('the records of a CSV text', () => {
  test('are the same wherever the text is cut into chunks', async () => {
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    const lineEnds = fc.constantFrom('\n', '\r\n', '\r');
    await fc.assert(
      fc.asyncProperty(rows, lineEnds, fc.integer({ min: 1, max: 40 }), async (written, lineEnd, chunkBytes) => {
        const text = written.map((row) => row.map((one) => one.written).join() + lineEnd).join('');
        const records = await recordsOf(text, chunkBytes);
        expect(records.map(({ fields }) => fields)).toStrictEqual(written.map((row) => row.map((one) => one.text)));
      }),
      { numRuns: 500 },
    );
  });

  test('have the line on which the record ends, with empty lines and line ends inside quotes counted', async () => {
    expect(await recordsOf('name,note\n\n"Ann","two\nlines"\nBob,one\n')).toStrictEqual([
      { line: 1, fields: ['name', 'note'] },
      { line: 4, fields: ['Ann', 'two\nlines'] },
      { line: 5, fields: ['Bob', 'one'] },
    ]);
  });

  test('contain U+FFFD where the bytes are not UTF-8', async () => {
    async function* bytes() {
      yield Uint8Array.of(0x61, 0xff, 0x0a);
    }
    expect(await Array.fromAsync(parseCsv(bytes()))).toStrictEqual([{ line: 1, fields: ['a\uFFFD'] }]);
  });
});

describe('a text that is not CSV fails with the line of the wrong record, after the records before it', () => {
  test.for<[string, string, RegExp]>([
    ['text after a closing quote', 'name\nAnn\n"Jo"kić\n', /^Trailing quote .* at line 3$/],
    ['a quote that is never closed', 'name\nAnn\n"Jokić\n', /^Quoted field unterminated at line 3$/],
    ['a record without end', `name\nAnn\n"${'x'.repeat(200_000)}`, /^a record is longer than 100,000 .* at line 3$/],
  ])('%s', async ([, text, message]) => {
    const read: string[] = [];
    const reading = (async () => {
      for await (const { fields } of parseCsv(chunksOf(text, 1000))) read.push(...fields);
    })();
    await expect(reading).rejects.toThrow(InvalidCsv);
    await expect(reading).rejects.toThrow(message);
    expect(read).toStrictEqual(['name', 'Ann']);
  });
});
