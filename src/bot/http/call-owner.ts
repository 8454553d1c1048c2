import type { Operation, OperationCall, Outcome } from '../../operations/kit/operation.ts';
import { Problem } from '../../platform/problem.ts';
import { callServer } from './call-server.ts';
import { readServerFile } from './server-file.ts';

export interface Owner {
  /** Absolute path. */
  readonly dataFolder: string;
  /** The token of whoever asks; without one it is the person whose data it is. */
  readonly bearer: string | undefined;
}

/**
 * Has the process that serves the data folder run an operation, and never opens the data itself. Throws a `Problem` `not_served` where none
 * does, so that who asks can start one, and finds a later one at its next call.
 */
export async function callOwner(
  { dataFolder, bearer }: Owner,
  operation: Pick<Operation, 'name' | 'reach'>,
  call: Omit<OperationCall<Readonly<Record<string, unknown>>>, 'actor'>,
): Promise<Outcome<unknown>> {
  const server = await readServerFile(dataFolder);
  if (server === undefined) throw notServed(dataFolder);
  const { input, request, progress } = call;
  const asked = { ...server, token: bearer ?? server.token };
  const outcome = await callServer(asked, { operation, input, request, progress });
  if (outcome === 'not begun') throw notServed(dataFolder);
  return outcome;
}

function notServed(dataFolder: string): Problem {
  const message = `No process serves the data folder ${dataFolder}. Start one with \`tipoff serve\` or \`npm start\` there, then call again.`;
  return new Problem({ code: 'not_served', message });
}
