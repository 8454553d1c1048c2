import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Deliver } from './delivery.ts';
import { type EventDelivery, eventDelivery } from './event-delivery.ts';

/** Delivers payloads to the app: through Socket Mode at first, and through HTTP once a request URL is set. */
export interface Deliveries {
  readonly deliver: Deliver;
  readonly events: EventDelivery;
  use(deliver: Deliver): void;
  /** Whether the app receives payloads over HTTP. An app with a request URL needs no Socket Mode connection. */
  isByHttp(): boolean;
}

export function deliveries(first: Deliver, clock: Clock, log: Log): Deliveries {
  let current = first;
  const deliver: Deliver = async (envelope) => await current(envelope);
  return {
    deliver,
    events: eventDelivery(deliver, clock, (event) =>
      log.warn({ event }, 'The app did not acknowledge an event in four attempts'),
    ),
    use: (next) => {
      current = next;
    },
    isByHttp: () => current !== first,
  };
}
