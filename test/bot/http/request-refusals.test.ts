import { describe, expect, test } from 'vitest';
import {
  cloudSite,
  foreignRefusal,
  formatRefusal,
  loopbackSite,
  type RequestFacts,
} from '#src/bot/http/request-refusals.ts';

const SITE = loopbackSite(4000);
const WELCOME: RequestFacts = {
  method: 'POST',
  host: '127.0.0.1:4000',
  origin: undefined,
  contentType: 'application/json',
  contentEncoding: undefined,
};

describe('the origin of a request', () => {
  test.each<Partial<RequestFacts>>([
    {},
    { host: 'localhost:4000' },
    { host: 'LOCALHOST:4000' },
    { host: '[::1]:4000' },
    { origin: 'http://localhost:4000' },
  ])('%j is accepted', (facts) => {
    expect(foreignRefusal({ ...WELCOME, ...facts }, SITE)).toBeUndefined();
  });

  test.each<[Partial<RequestFacts>, string]>([
    [{ host: 'rebound.example:4000' }, 'foreign_host'],
    [{ host: '127.0.0.1:4001' }, 'foreign_host'],
    [{ host: 'localhost' }, 'foreign_host'],
    [{ host: undefined }, 'foreign_host'],
    [{ host: 'localhost:4000.rebound.example' }, 'foreign_host'],
    [{ origin: 'http://rebound.example:4000' }, 'foreign_origin'],
    [{ origin: 'https://localhost:4000' }, 'foreign_origin'],
    [{ origin: 'null' }, 'foreign_origin'],
    [{ origin: '' }, 'foreign_origin'],
  ])('%j is refused as %s', (facts, code) => {
    expect(foreignRefusal({ ...WELCOME, ...facts }, SITE)).toMatchObject({ code, status: 403 });
  });

  test.each<[Partial<RequestFacts>, string | undefined]>([
    [{ host: 'tipoff.example' }, undefined],
    [{ host: 'TIPOFF.example', origin: 'https://tipoff.example' }, undefined],
    [{ host: '127.0.0.1:4000' }, undefined],
    [{ host: 'tipoff.example:8443' }, 'foreign_host'],
    [{ host: 'other.a.run.app' }, 'foreign_host'],
    [{ host: 'tipoff.example', origin: 'https://other.example' }, 'foreign_origin'],
  ])('in the cloud, %j is judged by the configured hosts', (facts, code) => {
    const site = cloudSite(4000, ['tipoff.example']);
    expect(foreignRefusal({ ...WELCOME, ...facts }, site)?.code).toBe(code);
  });
});

describe('the format of a request', () => {
  test.each<Partial<RequestFacts>>([
    {},
    { contentType: 'application/json; charset=utf-8' },
    { contentType: 'application/json;charset="utf-8"' },
    { method: 'GET', contentType: undefined },
  ])('%j is accepted', (facts) => {
    expect(formatRefusal({ ...WELCOME, ...facts })).toBeUndefined();
  });

  test.each<Partial<RequestFacts>>([
    { contentType: undefined },
    { contentType: 'text/plain' },
    { contentType: 'application/x-www-form-urlencoded' },
    { contentType: 'application/json, text/plain' },
    { contentType: 'application/json; charset=latin1' },
    { contentType: 'application/json; charset="utf-8' },
    { contentEncoding: 'gzip' },
  ])('%j is refused', (facts) => {
    expect(formatRefusal({ ...WELCOME, ...facts })).toMatchObject({ code: 'json_required', status: 415 });
  });
});
