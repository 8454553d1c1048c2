import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluator } from '#src/pipeline/models/catboost/evaluate.ts';
import { readCbm } from '#src/pipeline/models/catboost/read-cbm.ts';
import { builtCbm, type Parts } from './built-cbm.ts';
import { ANSWERS, fixtureBytes, REFUSED } from './fixtures.ts';

const RUNS = 2_000;
const WHOLE = fixtureBytes('one-split.cbm');
const MiB = 1024 * 1024;
/** Offsets of the tables that refer to all others. */
const HEAD_TABLES_BYTES = 96;

describe('a .cbm file', () => {
  it('is read with its features, their borders and their treatment of NaN', () => {
    const { features } = readCbm(fixtureBytes('nan-max.cbm'));

    expect(features.map(({ name }) => name)).toEqual(Array.from({ length: 8 }, (_, index) => `feature_${index}`));
    expect(features.map(({ nanTreatment }) => nanTreatment)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((index) => (index === 1 || index === 5 ? 'AsTrue' : 'AsIs')),
    );
    expect(features[1]?.hasNans).toBe(true);
    expect(Array.from(features[2]?.borders ?? [])).toEqual([0.5]);
  });

  it('keeps a feature that no tree uses', () => {
    expect(readCbm(fixtureBytes('ignored-feature.cbm')).features[0]).toMatchObject({
      name: 'feature_0',
      borders: new Float32Array(),
    });
  });

  it('can have more than 255 borders in a feature', () => {
    const { features } = readCbm(fixtureBytes('many-borders.cbm'));

    expect(Math.max(...features.map(({ borders }) => borders.length))).toBeGreaterThan(255);
  });

  it('is read with scale and bias', () => {
    expect(readCbm(fixtureBytes('scale-and-bias.cbm'))).toMatchObject({ scale: -1.75, bias: 1234.5678901 });
  });

  it.each(REFUSED)('is refused with $name: $sentence', ({ name, sentence }) => {
    expect(() => readCbm(fixtureBytes(`refused-${name}.cbm`))).toThrowError(sentence);
  });

  it.each([
    ['nothing', new Uint8Array(), 'The file is truncated: it has 0 bytes.'],
    [
      'half of it',
      WHOLE.slice(0, 3_500),
      'The file is truncated: 7,008 bytes should follow its header, but only 3,492 do.',
    ],
    [
      'bytes before the header',
      Uint8Array.from([32, ...WHOLE]),
      'The file is not a CatBoost model: it starts with " CBM"',
    ],
    [
      'another format version',
      withText('Model_v1', 'Model_v2'),
      'The file has the format version "FlabuffersModel_v2"',
    ],
    ['more behind it', Uint8Array.from([...WHOLE, 0]), 'The file is damaged: 1 bytes follow its end.'],
    ['21 MiB', new Uint8Array(21 * MiB), 'The file is too large: 22,020,096 bytes'],
  ])('with %s is refused', (_name, bytes, sentence) => {
    expect(() => readCbm(bytes)).toThrowError(sentence);
  });
});

describe('a damaged .cbm file', () => {
  it('with one tree and one split is read while it is intact', () => {
    const { one } = evaluator(readCbm(builtCbm({})));

    expect([one([0.5]), one([0.6])]).toEqual([1, 2]);
  });

  it.each<[string, Parts, string]>([
    ['no trees', { depths: [], splits: [], leafValues: [] }, 'The file contains no trees.'],
    ['a tree too few', { depths: [1, 1] }, 'its 2 trees need 2 splits and 4 leaf values, but the file has 1 and 2'],
    ['a depth below 0', { depths: [-1] }, 'one of its trees has depth -1'],
    ['a depth of 17', { depths: [17] }, 'one of its trees has depth 17'],
    ['a split without a border', { splits: [1] }, 'a split uses border number 1, but there are 1'],
    ['a split before all borders', { splits: [-1] }, 'a split uses border number -1, but there are 1'],
    ['descending borders', { features: [{ borders: [1, 0] }] }, 'the borders of feature number 0 are not ascending'],
    ['the same border twice', { features: [{ borders: [1, 1] }] }, 'are not ascending'],
    ['a border that is NaN', { features: [{ borders: [Number.NaN] }] }, 'are not ascending'],
    ['a leaf that is NaN', { leafValues: [1, Number.NaN] }, 'a leaf value, the scale or the bias is not a number'],
    ['an infinite scale', { scale: Number.POSITIVE_INFINITY }, 'a leaf value, the scale or the bias'],
    ['two biases', { biases: [1, 2] }, 'it has 2 biases for one value'],
    ['a feature with the index of another', { features: [{ borders: [0.5], place: 3 }] }, 'feature number 0 has'],
    [
      'an unknown NaN treatment',
      { features: [{ borders: [0.5], nanTreatment: 3 }] },
      'The file treats NaN in an unknown way',
    ],
  ])('with %s is refused', (_name, parts, sentence) => {
    expect(() => readCbm(builtCbm(parts))).toThrowError(sentence);
  });

  it('with too many features is refused before any feature is read', () => {
    expect(() => readCbm(builtCbm({ shared: { features: 5_000, borders: 1 } }))).toThrowError('the limit is 4096');
  });

  it('with features that share one list of borders cannot produce more borders than it has bytes', () => {
    const bytes = builtCbm({ shared: { features: 4_000, borders: 60_000 } });

    expect(() => readCbm(bytes)).toThrowError('it declares more borders than its bytes can hold');
  });
});

describe('a file from an unknown source', () => {
  const seeds = fc.constantFrom(...ANSWERS.map(({ name }) => fixtureBytes(`${name}.cbm`)));
  const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const changes = fc.array(fc.tuple(position, fc.constantFrom(0, 1, 4, 127, 128, 255), fc.boolean()), { maxLength: 8 });

  it('cut at any byte is refused', () => {
    const outcomes = Array.from(WHOLE, (_, length) => outcome(WHOLE.slice(0, length)));

    expect(new Set(outcomes)).toEqual(new Set(['Problem']));
  });

  it('with any bytes changed is refused or gives a model that predicts', () => {
    fc.assert(
      fc.property(seeds, changes, (whole, mutations) => {
        const bytes = whole.slice();
        for (const [at, value, isInTheHead] of mutations)
          bytes[Math.floor(at * (isInTheHead ? HEAD_TABLES_BYTES : whole.length))] = value;
        expect(['answers', 'Problem']).toContain(outcome(bytes));
      }),
      { numRuns: RUNS },
    );
  });

  it('with any bytes after a valid header is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (core) => {
        const size = new Uint8Array(Uint32Array.of(core.length).buffer);
        expect(outcome(Uint8Array.from([...WHOLE.slice(0, 4), ...size, ...core]))).toBe('Problem');
      }),
      { numRuns: RUNS },
    );
  });
});

/** A model that predicts a number, or the name of the error. */
function outcome(bytes: Uint8Array): string {
  try {
    const { one, many } = evaluator(readCbm(bytes));
    const row = new Float64Array(8);
    return Number.isNaN(one(row)) || many(row).length !== 1 ? 'no number' : 'answers';
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}

function withText(before: string, after: string): Uint8Array {
  return Uint8Array.from(Buffer.from(Buffer.from(WHOLE).toString('latin1').replace(before, after), 'latin1'));
}
