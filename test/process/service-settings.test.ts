import { existsSync } from 'node:fs';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInServiceMap, readServiceMap } from '#src/process/service-settings.ts';

describe('readServiceMap', () => {
  it('reads the file that the configuration names', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    const path = join(folder.path, 'services.json');
    await writeFile(path, JSON.stringify({ services: { api: { paths: ['api'] } } }));
    expect([...(await readServiceMap({ type: 'file', path })).keys()]).toEqual(['api']);
  });

  it('says that the file cannot be read, and which variable names it', async () => {
    await expect(readServiceMap({ type: 'file', path: '/nowhere/s.json' })).rejects.toThrow(
      'The services file /nowhere/s.json cannot be read: it does not exist. Correct TIPOFF_SERVICES_FILE, or unset it',
    );
  });

  it('knows only the names that TIPOFF_SERVICES gives, so every file counts', async () => {
    const map = await readServiceMap({ type: 'named', names: ['worker', 'api'] });
    expect([...map]).toEqual([
      ['worker', { predicts: true }],
      ['api', { predicts: false }],
    ]);
  });
});

describe("Tipoff's own services", () => {
  it('name files and folders that exist, so that a commit which changes them counts', () => {
    const root = join(import.meta.dirname, '../..');
    const paths = [...builtInServiceMap().values()].flatMap((service) => service.paths ?? []);
    expect(paths).not.toEqual([]);
    expect([...new Set(paths)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
