import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { newToken } from '../identifiers.ts';

const FILE_NAME = 'page-address.json';
const ONLY_THIS_USER = 0o600;

/** Where the page of a workspace is, and the key that opens it. A browser with the key can act as every user. */
const PageAddress = z.object({
  /** The port on 127.0.0.1 at which the workspace was last opened. */
  port: z.number().int().min(1).max(65_535),
  key: z.string().min(32),
});
type PageAddress = z.infer<typeof PageAddress>;

/**
 * Reads the address at which the workspace of a folder was last opened. Returns undefined if the folder has none, or if
 * its file is unreadable. The workspace then chooses a new port and a new key.
 */
export function readPageAddress(folder: string): PageAddress | undefined {
  try {
    return PageAddress.safeParse(JSON.parse(readFileSync(join(folder, FILE_NAME), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Remembers the address, so that it is the same at the next start. Keeps the key of an earlier start. */
export function rememberPageAddress(folder: string, port: number): PageAddress {
  const address = { port, key: readPageAddress(folder)?.key ?? newToken('') };
  const path = join(folder, FILE_NAME);
  writeFileSync(`${path}.new`, `${JSON.stringify(address, null, 2)}\n`, { mode: ONLY_THIS_USER });
  renameSync(`${path}.new`, path);
  return address;
}

/** Returns the URL that signs a browser in. It works in every browser of this machine, as often as it is opened. */
export function pageUrl({ port, key }: PageAddress): string {
  return `http://127.0.0.1:${port}/?key=${key}`;
}
