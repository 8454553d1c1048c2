import * as z from 'zod';
import { Unavailable } from './unavailable.ts';

const FullDisk = z.object({ code: z.enum(['ENOSPC', 'EDQUOT']) });

/**
 * The error for a full disk, or a used-up quota on it. Retries succeed when somebody has freed space. The failed call
 * changed nothing.
 */
export class DiskFull extends Unavailable {
  override readonly name = 'DiskFull';

  /**
   * The text `what` completes the sentence "The disk with … is full". An example is `the store /data/tipoff.sqlite`.
   */
  constructor(what: string, cause: unknown) {
    super(`The disk with ${what}`, cause, 'is full. Nothing was changed. Free some space and try again.');
  }
}

/** Returns whether an error means that the disk is full. */
export function isDiskFullError(error: unknown): boolean {
  return FullDisk.safeParse(error).success;
}
