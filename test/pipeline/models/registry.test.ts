import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadModels } from '#src/pipeline/models/registry.ts';
import type { FolderFile } from '#src/platform/folder-file.ts';
import { ALL_MODELS, MODEL_FILES } from './all-models.ts';

const FOLDER = new URL('../../../src/pipeline/models/', import.meta.url);

describe('the registry', () => {
  it('has the eight models in the order they run', () => {
    expect(ALL_MODELS.map(({ systemId }) => systemId)).toEqual([
      'moving_average',
      'zone_matchup_v1',
      'similarity_balanced_v1',
      'catboost_v8',
      'catboost_v9',
      'ensemble_v1',
      'ensemble_v1_1',
      'catboost_v9_2026_02',
    ]);
  });

  it('contains every file of the folder that declares a model', () => {
    const declared = readdirSync(FOLDER)
      .filter((file) => file.endsWith('.ts') && !file.startsWith('_'))
      .filter((file) => /: (Base|Ensemble)Model = \{/.test(readFileSync(new URL(file, FOLDER), 'utf8')));
    const written = ALL_MODELS.filter(({ artifact }) => artifact === undefined);

    expect(declared.sort()).toEqual(written.map(({ systemId }) => `${systemId.replaceAll('_', '-')}.ts`).sort());
  });

  it.each(ALL_MODELS.flatMap(({ systemId, artifact }) => (artifact === undefined ? [] : [{ systemId, artifact }])))(
    'RT-24, RT-39: $systemId uses the file with its hash',
    ({ artifact }) => {
      const bytes = MODEL_FILES.find(({ name }) => name === artifact.file)?.read() ?? new Uint8Array();

      expect(createHash('sha256').update(bytes).digest('hex')).toBe(artifact.sha256);
    },
  );
});

describe('a model that cannot be loaded is a problem that names its file; no other model replaces it', () => {
  const changed = (name: string, change: (bytes: Uint8Array) => Uint8Array): readonly FolderFile[] =>
    MODEL_FILES.map((file) => (file.name === name ? { ...file, read: () => change(file.read()) } : file));

  it.each([
    ['a missing file', MODEL_FILES.filter(({ name }) => name !== 'catboost_v9.cbm'), 'catboost_v9.cbm'],
    ['a missing card', MODEL_FILES.filter(({ name }) => name !== 'catboost_v8.json'), 'catboost_v8.json'],
    ['no files at all', [], 'catboost_v8.json'],
    ['a cut file', changed('catboost_v9.cbm', (bytes) => bytes.subarray(0, 1_000)), 'catboost_v9.cbm'],
    ['a changed byte', changed('catboost_v9.cbm', (bytes) => bytes.with(5_000, 1)), 'catboost_v9.cbm'],
    ['a card that is not JSON', changed('catboost_v8.json', (bytes) => bytes.subarray(1)), 'catboost_v8.json'],
  ])('%s', (_, files, name) => {
    expect(() => loadModels(files)).toThrow(
      expect.objectContaining({ name: 'Problem', code: 'model_not_loaded', message: expect.stringContaining(name) }),
    );
  });
});
