import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadPricing, trainingFor } from '#src/pipeline/pricing/pricing-training.ts';
import { filesBelow } from '#src/platform/embedded/files-below.ts';
import type { FolderFile } from '#src/platform/folder-file.ts';
import { A_TRAINING } from './a-training.ts';

function fileWith(text: string): readonly FolderFile[] {
  return [{ name: 'points_distribution.json', size: text.length, read: () => Buffer.from(text) }];
}

const STORED = {
  usable_from: '2025-10-21',
  trained_from: '2024-10-22',
  trained_to: '2025-10-20',
  games: 100,
  variance_scale: 5.5,
  variance_power: 0.81,
  prior_games: 60,
  edge_share: 0.2,
  over_share: 0.49,
};

function stored(changed: object): readonly FolderFile[] {
  return fileWith(JSON.stringify({ projection: 'catboost_v9', trainings: [{ ...STORED, ...changed }] }));
}

describe('the installed trainings', () => {
  const installed = loadPricing(filesBelow(fileURLToPath(new URL('../../../models', import.meta.url))));

  test('were fitted only on games before the dates that they price', () => {
    for (const { usableFrom, trainedTo } of installed) expect(trainedTo < usableFrom, usableFrom).toBe(true);
  });

  test('are sorted by date', () => {
    const dates = installed.map(({ usableFrom }) => usableFrom);
    expect(dates).toEqual(dates.toSorted());
  });
});

describe('the training for a date', () => {
  const trainings = ['2025-10-21', '2025-11-04', '2026-01-01'].map((usableFrom) => ({ ...A_TRAINING, usableFrom }));

  test.each([
    ['2025-10-20', undefined],
    ['2025-10-21', '2025-10-21'],
    ['2025-11-03', '2025-10-21'],
    ['2025-11-04', '2025-11-04'],
    ['2027-01-01', '2026-01-01'],
  ])('of %s is the newest usable one: %s', (date, usableFrom) => {
    expect(trainingFor(trainings, date)?.usableFrom).toBe(usableFrom);
  });
});

describe('a file is refused', () => {
  test.each<[string, readonly FolderFile[], RegExp]>([
    ['that is missing', [], /does not exist/],
    ['that is not JSON', fileWith('{'), /not JSON/],
    ['without trainings', fileWith('{"projection":"catboost_v9","trainings":[]}'), /`trainings` is invalid/],
    ['with a share above 1', stored({ edge_share: 1.2 }), /`trainings.0.edge_share` is invalid/],
    ['fitted on games that it prices', stored({ trained_to: '2025-10-21' }), /games that it may price/],
  ])('%s', (_, files, message) => {
    expect(() => loadPricing(files)).toThrow(message);
  });

  test('but a valid one is read', () => {
    expect(loadPricing(stored({}))).toEqual([A_TRAINING]);
  });
});
