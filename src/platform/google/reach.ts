import * as z from 'zod';
import { Unavailable } from '../unavailable.ts';

/** Codes of gRPC, as both services use them. */
export const INVALID_ARGUMENT = 3;
export const NOT_FOUND = 5;
export const ALREADY_EXISTS = 6;
export const FAILED_PRECONDITION = 9;
export const ABORTED = 10;

/** For a service that may answer the same call another time: what the client's own retries gave up on. */
const PASSING_CODES: ReadonlySet<number> = new Set([
  4, // DEADLINE_EXCEEDED
  8, // RESOURCE_EXHAUSTED
  ABORTED,
  13, // INTERNAL
  14, // UNAVAILABLE
]);

const GrpcError = z.object({ code: z.number() });

/** Calls a Google service; throws `Unavailable` when it cannot be reached now, and whatever else it throws as it is. */
export async function callGoogle<T>(service: string, call: () => Promise<T>): Promise<T> {
  return await call().catch((error: unknown) => {
    throw PASSING_CODES.has(grpcCode(error) ?? -1) ? new Unavailable(service, error) : error;
  });
}

/** The gRPC status of what a client library threw; undefined for anything else. */
export function grpcCode(error: unknown): number | undefined {
  return GrpcError.safeParse(error).data?.code;
}
