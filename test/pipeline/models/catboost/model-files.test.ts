import { describe, expect, it } from 'vitest';
import { loadModel, walkForwardSnapshots } from '#src/pipeline/models/catboost/model-files.ts';
import type { FolderFile } from '#src/platform/folder-file.ts';
import { fixtureBytes } from './fixtures.ts';
import { trainedCard } from './trained-card.ts';

const FILE = 'nan-min.cbm';

function file(name: string, bytes: Uint8Array, reads: string[] = []): FolderFile {
  return {
    name,
    size: bytes.length,
    read: () => {
      reads.push(name);
      return bytes;
    },
  };
}

function card(name: string, changes: Readonly<Record<string, unknown>> = {}, reads: string[] = []): FolderFile {
  return file(name, Buffer.from(JSON.stringify(trainedCard(FILE, changes))), reads);
}

describe('the folder of models', () => {
  it('loads a model by its card and the file that the card names', () => {
    const files = [card('catboost_v9.json'), file(FILE, fixtureBytes(FILE))];

    expect(loadModel(files, 'catboost_v9')).toMatchObject({ systemId: 'catboost_v9', artifact: { file: FILE } });
  });

  it.each([
    ['no card', [file(FILE, fixtureBytes(FILE))], 'models/catboost_v9.json was not loaded. The file does not exist.'],
    ['no file', [card('catboost_v9.json')], 'models/nan-min.cbm was not loaded. The file does not exist.'],
    [
      'the card of another model',
      [card('catboost_v9.json', { system_id: 'catboost_v8' })],
      'models/catboost_v9.json was not loaded. The file is the model card of another model: catboost_v8.',
    ],
    [
      'a file that is too large to be read',
      [card('catboost_v9.json'), { ...file(FILE, new Uint8Array()), size: 20 * 1024 * 1024 + 1 }],
      'The file is too large: 20,971,521 bytes; the limit is 20,971,520.',
    ],
  ])('with %s loads no model and gives the reason', (_name, files, sentence) => {
    expect(() => loadModel(files, 'catboost_v9')).toThrowError(sentence);
    expect(() => loadModel(files, 'catboost_v9')).toThrowError(expect.objectContaining({ code: 'model_not_loaded' }));
  });
});

describe('walk-forward snapshots', () => {
  const earlier = { trained_to: '2025-12-31' };

  it('are listed with their dates, and only their cards are read before one is loaded', () => {
    const reads: string[] = [];
    const files = [
      card('catboost_v9.json'),
      card('walk-forward/catboost_v9-2026-01-01.json', earlier, reads),
      card('walk-forward/catboost_v9-2026-02-01.json', {}, reads),
      file(`walk-forward/${FILE}`, fixtureBytes(FILE), reads),
    ];
    const snapshots = walkForwardSnapshots(files);

    expect(snapshots).toMatchObject([
      { systemId: 'catboost_v9', usableFrom: '2026-01-01', trainedTo: '2025-12-31' },
      { systemId: 'catboost_v9', usableFrom: '2026-02-01', trainedTo: '2026-01-31' },
    ]);
    expect(reads).toEqual(files.slice(1, 3).map(({ name }) => name));

    const loaded = snapshots.map((snapshot) => [snapshot.load(), snapshot.load()]);

    expect(loaded[0]?.[0]?.artifact?.trainedTo).toBe('2025-12-31');
    expect(loaded.every(([first, again]) => first === again)).toBe(true);
    expect(reads).toHaveLength(4);
  });

  it('trained on a date on which they may be used are refused', () => {
    const files = [card('walk-forward/catboost_v9-2026-01-31.json')];

    expect(() => walkForwardSnapshots(files)).toThrowError(
      'The model was trained on games up to 2026-01-31, so it must not predict games of',
    );
  });
});
