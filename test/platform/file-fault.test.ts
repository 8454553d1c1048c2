import { stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { assertReadable, fileFault } from '#src/platform/file-fault.ts';

test.each([
  ['/nowhere', 'it does not exist'],
  ['package.json/x', 'its path leads through a file'],
  [`/${'x'.repeat(300)}`, 'its path is too long'],
  ['/dev/zero', 'it is a device or a pipe, not a file'],
  ['/', 'it is a folder'],
])('the fault of %s is a plain sentence', async (path, fault) => {
  await expect(
    stat(path)
      .then((found) => assertReadable(found))
      .catch(fileFault),
  ).resolves.toBe(fault);
});

test('a file that is too large is refused with both sizes', async () => {
  const found = await stat('package.json');
  expect(() => assertReadable(found, 10)).toThrow(/^it has [\d,]+ bytes, but at most 10 are allowed$/);
  expect(() => assertReadable(found)).not.toThrow();
});
