import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { completionScript } from '#src/bot/cli/completion.ts';
import { DEPLOY_RUN } from '#src/bot/cli/deploy-run/deploy-run-command.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

const COMPLETED = { commands: [...OPERATIONS, DEPLOY_RUN], services: ['bot', 'worker'] };
const SCRIPT = completionScript('bash', COMPLETED);

/** What a real bash offers for the last word of a line. */
function offeredFor(line: string): readonly string[] {
  const words = line.split(' ');
  const ask = `${SCRIPT}
complete -p tipoff >&2
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_tipoff
printf '%s\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync('bash', ['-c', ask, 'bash', ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return output.split('\n').filter(Boolean);
}

describe('a real bash', () => {
  test.each([
    ['tipoff dep', ['deploy']],
    ['tipoff deploy cl', ['claim']],
    ['tipoff deploy claim ', ['bot', 'worker', 'global']],
    ['tipoff deploy claim w', ['worker']],
    ['tipoff deploy claim --service g', ['global']],
    ['tipoff deploy finish worker s', ['succeeded']],
    ['tipoff deploy finish worker --result f', ['failed']],
    ['tipoff deploy claim worker --re', ['--reason']],
    ['tipoff deploy run w', ['worker']],
    ['tipoff predict slate ', ['today', 'yesterday', 'tomorrow']],
    ['tipoff batch start --date y', ['yesterday']],
    ['tipoff batch start --w', ['--wait']],
    ['tipoff doctor --j', ['--json']],
    ['tipoff nonsense a', []],
  ])('completes %s', (line, words) => {
    expect(offeredFor(line)).toEqual(words);
  });

  test('offers every command and every verb', () => {
    const nouns = new Set(OPERATIONS.map(({ name }) => name.split(' ')[0]));
    expect(new Set(offeredFor('tipoff '))).toEqual(new Set([...nouns, 'help']));
    const verbs = OPERATIONS.flatMap(({ name }) => (name.startsWith('batch ') ? [name.slice('batch '.length)] : []));
    expect(offeredFor('tipoff batch ')).toEqual(verbs);
  });
});

test('zsh runs the script of bash', () => {
  expect(completionScript('zsh', COMPLETED)).toBe(`autoload -Uz bashcompinit && bashcompinit\n${SCRIPT}`);
});
