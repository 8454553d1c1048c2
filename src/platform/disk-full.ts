import * as z from 'zod';
import { Unavailable } from './unavailable.ts';

const FullDisk = z.object({ code: z.enum(['ENOSPC', 'EDQUOT']) });

/** A disk is full, or a quota on it is used up. Retries succeed when somebody has freed space. The failed call changed nothing. */
export class DiskFull extends Unavailable {
  override readonly name = 'DiskFull';

  /** `what` completes the sentence "The disk with … is full": `the store /data/tipoff.sqlite`. */
  constructor(what: string, cause: unknown) {
    super(`The disk with ${what}`, cause, 'is full. Nothing was changed. Free some space and try again.');
  }
}

/** Whether the file system refused a write because the disk is full. */
export function isDiskFullError(error: unknown): boolean {
  return FullDisk.safeParse(error).success;
}
