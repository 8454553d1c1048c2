import * as z from 'zod';

/** A number from 1 to `max`, written in digits. Other forms of numbers, such as `1e3` and `0x50`, are refused. */
export function numberText({ max, hint }: { readonly max: number; readonly hint: string }) {
  return z
    .string({ error: hint })
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= max, hint)
    .transform(Number);
}
