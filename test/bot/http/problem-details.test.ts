import { expect, test } from 'vitest';
import { detailsOfFailure, errorOfDetails } from '#src/bot/http/problem-details.ts';

test('a name of a request that named another is refused with the status of its own, and its code is kept', () => {
  const details = detailsOfFailure({ kind: 'refused', code: 'request_reused', message: 'Nothing was done.' });
  expect(details.status).toBe(422);
  expect(errorOfDetails(details)).toMatchObject({ failure: { kind: 'refused', code: 'request_reused' } });
});
