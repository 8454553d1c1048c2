import { userInfo } from 'node:os';
import * as z from 'zod';

const NoEntry = z.object({ info: z.object({ code: z.literal('ENOENT') }) });

/**
 * Returns the name of the user of this process. A container may run as a user id without a name. The id then stands for
 * the name.
 */
export function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (!NoEntry.safeParse(error).success) throw error;
    return `uid-${process.getuid?.()}`;
  }
}
