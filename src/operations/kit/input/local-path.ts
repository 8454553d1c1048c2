import { resolve } from 'node:path';
import { text } from './text.ts';

/** A path on this machine. It leaves the parser absolute, because the process that reads it may run in another folder. */
export const LocalPath = text({
  what: 'a path',
  maxLength: 4096,
  works: 'name a file or folder of this machine',
}).transform((path) => resolve(path));
