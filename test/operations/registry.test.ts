import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inputFields } from '#src/operations/kit/input-fields.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

test('the registry lists every file of the operations folder, and nothing twice', () => {
  const files = globSync('src/operations/*/*.ts', { exclude: ['src/operations/input/*'] }).map((path) =>
    path.replace(/^src\/operations\/(.*)\.ts$/, '$1'),
  );
  const listed = OPERATIONS.map(({ name }) => (name.includes(' ') ? name.replace(' ', '/') : `${name}/${name}`));
  expect(listed.toSorted()).toEqual(files.toSorted());
});

test.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  '%s explains itself',
  (name, operation) => {
    const { positionals, options } = inputFields(operation);
    expect(name).toMatch(/^[a-z-]+( [a-z-]+)?$/);
    expect(operation.summary).toMatch(/^[A-Z].*\.$/);
    for (const field of [...positionals, ...options]) expect(field.description).not.toBe('');
  },
);
