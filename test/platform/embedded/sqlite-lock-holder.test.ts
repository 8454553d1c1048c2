import { expect, test } from 'vitest';
import { otherWriter } from '#src/platform/embedded/sqlite-lock-holder.ts';

const LOCKS = `1: FLOCK  ADVISORY  WRITE 11 08:01:700 0 EOF
2: POSIX  ADVISORY  READ  12 08:01:700 123 123
3: POSIX  ADVISORY  WRITE 13 08:01:701 0 EOF
4: POSIX  ADVISORY  WRITE ${process.pid} 08:01:700 120 120
5: POSIX  ADVISORY  WRITE 4242 fd:0a:700 120 120
`;

test('the writer of a file is the other process with a POSIX write lock on it', () => {
  expect(otherWriter(LOCKS, ['699', '700'])).toBe(4242);
  expect(otherWriter(LOCKS, ['undefined', '702'])).toBeUndefined();
});
