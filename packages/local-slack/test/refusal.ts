import * as z from 'zod';

const PlatformError = z.object({
  data: z.object({
    error: z.string(),
    response_metadata: z.object({ messages: z.array(z.string()).optional() }).optional(),
  }),
});

/** The error of a rejected call: the code, and the paths of the wrong arguments. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; messages: readonly string[] }> {
  const outcome = await call.then(
    () => ({ data: { error: 'none: the call was taken' } }),
    (error: unknown) => error,
  );
  const { data } = PlatformError.parse(outcome);
  return { code: data.error, messages: data.response_metadata?.messages ?? [] };
}

export async function codeOf(call: Promise<unknown>): Promise<string> {
  return (await refusal(call)).code;
}
