import { callOwner } from '../bot/http/call-owner.ts';
import { sharesStores } from '../config/config.ts';
import type { Operation, OperationCall, Outcome } from '../operations/kit/operation.ts';
import { bearerOf, type CommandProcess, configOf, person, runAtData } from './command-process.ts';

/**
 * Calls an operation in the process that serves the data folder. Where several processes share the stores, nobody serves
 * it, so this process runs the operation.
 */
export async function callServed(
  current: CommandProcess,
  operation: Operation,
  call: Omit<OperationCall<Readonly<Record<string, unknown>>>, 'actor'>,
): Promise<Outcome<unknown>> {
  const config = configOf(current);
  if (sharesStores(config)) return await runAtData(current, operation, { ...call, actor: person });
  return await callOwner({ dataFolder: config.dataFolder, bearer: bearerOf(current) }, operation, call);
}
