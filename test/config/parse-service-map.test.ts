import { describe, expect, it } from 'vitest';
import { parseServiceMap } from '#src/config/parse-service-map.ts';

const parse = (text: string) => parseServiceMap({ path: '/etc/services.json', text });
const services = (value: unknown) => JSON.stringify({ services: value });

describe('parseServiceMap', () => {
  it('reads the services in their order, each with its paths', () => {
    const map = parse(`\ufeff${services({ worker: { paths: ['src/worker', 'shared/'], predicts: true }, api: {} })}`);
    expect([...map]).toEqual([
      ['worker', { paths: ['src/worker', 'shared/'], predicts: true }],
      ['api', { predicts: false }],
    ]);
  });

  it.each([
    ['{', 'It is not JSON. Write an object such as {"services"'],
    ['[]', 'Its content is wrong: expected object, received array. Write'],
    ['{}', 'The field `services` is not set: expected record, received undefined. Write'],
    [services({}), 'The field `services` is "{}": it must name at least one service.'],
    [services({ Worker: {} }), 'The field `services.Worker` is "{}": it must be the name of a service: a small letter'],
    [services({ global: {} }), 'The field `services.global` is "{}": it must be the name of a service'],
    [services({ worker: { path: ['a'] } }), 'The field `services.worker.path` does not exist.'],
    [services({ worker: { paths: 'src' } }), 'The field `services.worker.paths` is "src": expected array'],
    [services({ worker: { paths: [] } }), 'The field `services.worker.paths` is "[]": it must name at least one path'],
    [services({ worker: { paths: ['/src'] } }), 'The field `services.worker.paths.0` is "/src": it must be a path'],
    [services({ worker: { paths: ['./src'] } }), 'The field `services.worker.paths.0` is "./src": it must be a path'],
    [services({ worker: { paths: ['src/*'] } }), 'The field `services.worker.paths.0` is "src/*": it must be a path'],
    [
      services({ worker: { cloud_run: 'worker' } }),
      'The field `services.worker.cloud_run` is "worker": it must be the',
    ],
    ['{"services": {"a": {}, "a": {}}}', 'It has the field "a" twice in one object. Remove one of them.'],
  ])('refuses %s with the file, the field, the value and what to write', (text, fault) => {
    expect(() => parse(text)).toThrow(`The services file /etc/services.json cannot be used. ${fault}`);
  });

  it('does not repeat an address, which may contain a secret', () => {
    expect(() => parse(services({ worker: { ready_url: 'htp://ann:secret@x' } }))).toThrow(
      /The field `services\.worker\.ready_url` is set, but its value \(18 characters\) is not shown/,
    );
  });
});
