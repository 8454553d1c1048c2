import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Deliver } from './delivery.ts';
import { type EventDelivery, eventDelivery } from './event-delivery.ts';

/** Delivers to the app through Socket Mode, or through HTTP after a switch at run time. */
export interface Deliveries {
  readonly deliver: Deliver;
  readonly events: EventDelivery;
  use(deliver: Deliver): void;
  /** Whether the app receives HTTP requests. Then it needs no socket. */
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
