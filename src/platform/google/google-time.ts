import * as z from 'zod';

const NANOS_PER_MS = 1_000_000;

/** A protobuf timestamp as Google's clients give it, parsed to ISO 8601. */
export const GoogleTime = z
  .object({ seconds: z.coerce.number(), nanos: z.number().nullish() })
  .transform(({ seconds, nanos }) => new Date(seconds * 1_000 + Math.floor((nanos ?? 0) / NANOS_PER_MS)).toISOString());
