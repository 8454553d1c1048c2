import type { OperationCall, Outcome } from '../../operations/kit/operation.ts';
import { Problem } from '../../platform/problem.ts';
import { type CalledOperation, callServer } from './call-server.ts';
import { readServerFile } from './server-file.ts';

export interface Owner {
  /** The absolute path of the data folder. */
  readonly dataFolder: string;
  /** The caller's token. Without one, the caller is the person who owns the data. */
  readonly bearer: string | undefined;
}

/**
 * Calls an operation in the process that serves the data folder. It never opens the data itself. Throws a `Problem`
 * `not_served` if no process serves the folder. Each call looks for the process again, because the process may have
 * been restarted.
 */
export async function callOwner<T, R>(
  { dataFolder, bearer }: Owner,
  operation: CalledOperation<T, R>,
  call: Omit<OperationCall<Readonly<Record<string, unknown>>>, 'actor'>,
): Promise<Outcome<T, R>> {
  const server = await readServerFile(dataFolder);
  if (server === undefined) throw notServed(dataFolder);
  const { input, request, progress } = call;
  const asCaller = { ...server, token: bearer ?? server.token };
  const outcome = await callServer(asCaller, { operation, input, request, progress });
  if (outcome === 'not begun') throw notServed(dataFolder);
  return outcome;
}

function notServed(dataFolder: string): Problem {
  const message = `No process serves the data folder ${dataFolder}. Start one with \`tipoff serve\` or \`npm start\` there, then call again.`;
  return new Problem({ code: 'not_served', message });
}
