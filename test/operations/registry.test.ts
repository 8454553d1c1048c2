import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inputFields } from '#src/operations/kit/input-fields.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

test('no two operations share a name', () => {
  const names = OPERATIONS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test('`<noun> <verb>` is registered from the file <noun>/<verb>.ts, and every file that declares an operation is registered', () => {
  const declaring = globSync('src/operations/*/*.ts').filter((path) =>
    /^export const \w+ = operation\(/m.test(readFileSync(path, 'utf8')),
  );
  const names = declaring.map((path) => path.replace(/^src\/operations\/(.*)\.ts$/, '$1'));
  const registered = OPERATIONS.map(({ name }) => (name.includes(' ') ? name.replace(' ', '/') : `${name}/${name}`));
  expect(registered.toSorted()).toEqual(names.toSorted());
});

test.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  '%s has a summary and descriptions',
  (name, operation) => {
    const { positionals, options } = inputFields(operation);
    expect(name).toMatch(/^[a-z-]+( [a-z-]+)?$/);
    expect(operation.summary).toMatch(/^[A-Z].*\.$/);
    for (const field of [...positionals, ...options]) expect(field.description).not.toBe('');
  },
);
