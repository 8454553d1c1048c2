import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadModels } from '#src/pipeline/models/registry.ts';
import { filesBelow } from '#src/platform/embedded/files-below.ts';

const MODELS = loadModels(filesBelow(fileURLToPath(new URL('../../../models', import.meta.url))));
const FOLDER = new URL('../../../src/pipeline/models/', import.meta.url);

it('lists every file of the folder that declares a model', () => {
  const declared = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts') && !file.startsWith('_'))
    .filter((file) => /: (Base|Ensemble)Model = \{/.test(readFileSync(new URL(file, FOLDER), 'utf8')));

  expect(declared.sort()).toEqual(MODELS.map((model) => `${model.systemId.replaceAll('_', '-')}.ts`).sort());
});

it('RT-24: no two models share an id', () => {
  expect(new Set(MODELS.map((model) => model.systemId)).size).toBe(MODELS.length);
});
