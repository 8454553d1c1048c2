import { expect, test } from 'vitest';
import { detailsOfFailure, errorOfDetails } from '#src/bot/http/problem-details.ts';

test('a reused idempotency key is refused with status 422, and keeps its code', () => {
  const details = detailsOfFailure({ kind: 'refused', code: 'request_reused', message: 'Nothing was done.' });
  expect(details.status).toBe(422);
  expect(errorOfDetails(details)).toMatchObject({ failure: { kind: 'refused', code: 'request_reused' } });
});
