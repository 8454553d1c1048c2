import * as z from 'zod';
import { Unavailable } from '../unavailable.ts';

/** gRPC status codes. */
export const INVALID_ARGUMENT = 3;
export const NOT_FOUND = 5;
export const ALREADY_EXISTS = 6;
export const FAILED_PRECONDITION = 9;
export const ABORTED = 10;

/**
 * The gRPC codes of transient failures of Google's services. A later call may succeed, although the client library has
 * already retried the failed call.
 */
const TRANSIENT_CODES: ReadonlySet<number> = new Set([
  4, // DEADLINE_EXCEEDED
  8, // RESOURCE_EXHAUSTED
  ABORTED,
  13, // INTERNAL
  14, // UNAVAILABLE
]);

const GrpcError = z.object({ code: z.number() });

/** Calls a Google service. Throws `Unavailable` for a transient failure and any other error unchanged. */
export async function callGoogle<T>(service: string, call: () => Promise<T>): Promise<T> {
  return await call().catch((error: unknown) => {
    throw TRANSIENT_CODES.has(grpcCode(error) ?? -1) ? new Unavailable(service, error) : error;
  });
}

/** The gRPC status code of an error; undefined when it has none. */
export function grpcCode(error: unknown): number | undefined {
  return GrpcError.safeParse(error).data?.code;
}
