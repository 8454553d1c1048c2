import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '#src/operations/registry.ts';
import { PROCESS_COMMANDS, renderCommands } from './render-commands.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAX_README_LINES = 150;
const VARIABLE = /\b(?:TIPOFF|SLACK|GCP|FIRESTORE|PUBSUB|BUILD|K)_[A-Z_]*[A-Z]\b|\b(?:PLATFORM|SLACK|NODE_ENV)\b(?=:| is)/g;
const textOf = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8');

describe('docs/commands.md', () => {
  it('says what the registry says; `npm run docs` writes it', () => {
    expect(textOf('docs/commands.md')).toBe(renderCommands(OPERATIONS));
  });

  it('describes every command of the process', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['src/main.ts', 'help'], { cwd: ROOT });
    const listed = Array.from(stdout.matchAll(/^ {2}([a-z]+)(?= )/gm), ([, name]) => name);
    const nouns = OPERATIONS.map(({ name }) => name.split(' ')[0]);
    const described = new Set([...nouns, ...PROCESS_COMMANDS.map(({ name }) => name), 'help']);
    expect(new Set(listed)).toEqual(described);
  });
});
