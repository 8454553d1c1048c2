import type { Handoff } from '../../coordination/handoffs/handoff.ts';
import { readHandoff, readNewestHandoff } from '../../pipeline/handoffs/offer-handoff.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { quoteInput } from '../kit/input/printable.ts';

const LISTED = '`tipoff handoff list` lists the pending handoffs.';

interface WantedHandoff {
  readonly id: string | undefined;
  /** Without an id, the newest handoff of this session is found. */
  readonly session: string;
}

/** Finds a handoff by its id, or the newest one of a session. Throws a `Problem` `unknown_handoff` if there is none. */
export async function findHandoff({ store }: Pick<App, 'store'>, { id, session }: WantedHandoff): Promise<Handoff> {
  const found = id === undefined ? await readNewestHandoff(store, session) : await readHandoff(store, id);
  if (found !== undefined) return found;
  if (id !== undefined) throw unknownHandoff(id);
  throw new Problem({ code: 'unknown_handoff', message: `Your session ${session} has offered no handoff. ${LISTED}` });
}

export function unknownHandoff(id: string): Problem {
  return new Problem({ code: 'unknown_handoff', message: `The handoff ${quoteInput(id)} does not exist. ${LISTED}` });
}
