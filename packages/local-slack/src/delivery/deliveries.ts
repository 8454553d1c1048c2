import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Deliver } from './delivery.ts';
import { type EventDelivery, eventDelivery } from './event-delivery.ts';

/** The way to the app, which can change while the workspace runs: Socket Mode at first. */
export interface Deliveries {
  readonly deliver: Deliver;
  readonly events: EventDelivery;
  use(deliver: Deliver): void;
  /** Whether the app is reached by HTTP; then no socket is needed. */
  isByHttp(): boolean;
}

export function deliveries(first: Deliver, clock: Clock, log: Log): Deliveries {
  let current = first;
  const deliver: Deliver = async (envelope) => await current(envelope);
  return {
    deliver,
    events: eventDelivery(deliver, clock, (event) =>
      log.warn({ event }, 'An event reached the app in none of four tries'),
    ),
    use: (next) => {
      current = next;
    },
    isByHttp: () => current !== first,
  };
}
