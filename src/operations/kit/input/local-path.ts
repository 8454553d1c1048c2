import { resolve } from 'node:path';
import { text } from './text.ts';

/** A path on this machine. Parsing makes it absolute, because the process that reads the file may run in another folder. */
export const LocalPath = text({
  what: 'a path',
  maxLength: 4096,
  works: 'write the path of a file or folder on this machine',
}).transform((path) => resolve(path));
