import { expect, test } from 'vitest';
import { type RequestFacts, refusal } from '#src/bot/http/guard.ts';

const ENTITLEMENT = { port: 4000, token: 'a-token-of-thirty-two-characters' };
const WELCOME: RequestFacts = {
  method: 'POST',
  host: '127.0.0.1:4000',
  origin: undefined,
  authorization: 'Bearer a-token-of-thirty-two-characters',
  contentType: 'application/json',
  contentEncoding: undefined,
};

test.each<Partial<RequestFacts>>([
  {},
  { host: 'localhost:4000' },
  { host: 'LOCALHOST:4000' },
  { host: '[::1]:4000' },
  { origin: 'http://localhost:4000' },
  { contentType: 'application/json; charset=utf-8' },
  { method: 'GET', contentType: undefined },
])('%j is welcome', (facts) => {
  expect(refusal({ ...WELCOME, ...facts }, ENTITLEMENT)).toBeUndefined();
});

test.each<[Partial<RequestFacts>, string, number]>([
  [{ host: 'rebound.example:4000' }, 'foreign_host', 403],
  [{ host: '127.0.0.1:4001' }, 'foreign_host', 403],
  [{ host: 'localhost' }, 'foreign_host', 403],
  [{ host: undefined }, 'foreign_host', 403],
  [{ host: 'localhost:4000.rebound.example' }, 'foreign_host', 403],
  [{ origin: 'http://rebound.example:4000' }, 'foreign_origin', 403],
  [{ origin: 'https://localhost:4000' }, 'foreign_origin', 403],
  [{ origin: 'null' }, 'foreign_origin', 403],
  [{ origin: '' }, 'foreign_origin', 403],
  [{ authorization: undefined }, 'token_required', 401],
  [{ authorization: 'Bearer ' }, 'token_required', 401],
  [{ authorization: 'Bearer a-token-of-thirty-two-characterz' }, 'token_required', 401],
  [{ authorization: 'Bearer a-token-of-thirty-two-characters2' }, 'token_required', 401],
  [{ authorization: 'Basic a-token-of-thirty-two-characters' }, 'token_required', 401],
  [{ contentType: undefined }, 'json_required', 415],
  [{ contentType: 'text/plain' }, 'json_required', 415],
  [{ contentType: 'application/x-www-form-urlencoded' }, 'json_required', 415],
  [{ contentType: 'application/json, text/plain' }, 'json_required', 415],
  [{ contentEncoding: 'gzip' }, 'json_required', 415],
])('%j is refused as %s', (facts, code, status) => {
  expect(refusal({ ...WELCOME, ...facts }, ENTITLEMENT)).toMatchObject({ code, status });
});

test('a page that was rebound to loopback learns nothing about tokens', () => {
  const facts = { ...WELCOME, host: 'rebound.example:4000', authorization: undefined };
  expect(refusal(facts, ENTITLEMENT)?.code).toBe('foreign_host');
});
