import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '#src/operations/registry.ts';
import { operationsOfLine, operationsOfSteps } from '#src/process/command-operations.ts';

const OWN = [
  { name: 'deploy run', summary: 'Run a deploy.' },
  { name: 'serve', summary: 'Serve.' },
].map((own) => ({
  ...own,
  input: OPERATIONS[0]?.input ?? expect.fail('there is an operation'),
  positionals: [],
}));

describe('the operations that a command line needs', () => {
  it.each([
    [['deploy', 'claim', 'worker'], ['deploy claim']],
    [['backup', '/tmp/backup'], ['backup']],
    [['start', '--json'], ['start']],
    [['deploy', 'run', 'worker'], []],
    [['serve'], []],
    [['--version'], []],
  ])('of %j are %j', async (line, names) => {
    expect(namesOf(await operationsOfLine(line, OWN))).toEqual(names);
  });

  it.each([
    [[]],
    [['deploy']],
    [['deploy', 'clam']],
    [['help', 'deploy']],
    [['deploy', 'claim', '--help']],
    [['--json']],
  ])('of %j are all, because its answer may list them', async (line) => {
    expect(await operationsOfLine(line, OWN)).toBe(OPERATIONS);
  });
});

it('the operations of next steps are loaded, and an unknown one is left out', async () => {
  const steps = ['deploy join', 'deploy teleport'].map((operation) => ({ operation, arguments: {}, why: 'Next.' }));
  expect(namesOf(await operationsOfSteps(steps))).toEqual(['deploy join']);
});

function namesOf(operations: readonly { readonly name: string }[]) {
  return operations.map(({ name }) => name);
}
