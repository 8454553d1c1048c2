import { expect, it } from 'vitest';
import { assertTimeZoneData } from '#src/pipeline/dates/time-zone-data.ts';

it('RT-37: this runtime has the time zone data of New York', () => {
  expect(() => assertTimeZoneData()).not.toThrow();
});

it.each(['America/Nowhere', 'UTC', 'America/Phoenix'])(
  'RT-37: start-up stops when New York’s clock runs as in %s',
  (zone) => {
    expect(() => assertTimeZoneData(zone)).toThrowError('has no time zone data');
  },
);
