import { expect, test } from 'vitest';
import { findOperation, loadOperation } from '#src/operations/load-operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

test.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  '%s is in the file that its name says',
  async (name, operation) => {
    expect(await loadOperation(name)).toBe(operation);
  },
);

test.each([
  ['a noun alone', 'deploy'],
  ['an unknown verb', 'deploy undo'],
  ['a file beside the operations', 'deploy lock-text'],
  ['a word of one operation twice', 'start start'],
  ['a path', 'deploy ../batch/start'],
  ['a name of JavaScript', 'constructor'],
])('%s is not an operation', async (_, name) => {
  expect(await findOperation(name)).toBeUndefined();
  await expect(loadOperation(name)).rejects.toThrow(`The operation ${name} does not exist`);
});
