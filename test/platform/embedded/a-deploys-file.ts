import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The path of a `deploys.json` in a folder that ends with the test. Without content, the file does not exist. */
export function aDeploysFile(content?: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'tipoff-deploys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'deploys.json');
  if (content !== undefined) writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
