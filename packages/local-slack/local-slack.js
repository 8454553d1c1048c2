#!/usr/bin/env node
// Plain JavaScript, so that an old Node prints a sentence instead of a syntax error.
import { existsSync } from 'node:fs';

const NEEDED = [22, 13];
const CANNOT_START = 70;
const SOURCE = './src/main.ts';

const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);

if (isNewEnough) {
  // The repository runs the sources; the npm package has only the compiled files.
  const isRepository = existsSync(new URL(SOURCE, import.meta.url));
  void import(isRepository ? SOURCE : './dist/main.js');
} else {
  process.stderr.write(
    `local-slack needs Node ${NEEDED.join('.')} or newer, and this is ${process.version}. Install a newer Node from nodejs.org.\n`,
  );
  process.exitCode = CANNOT_START;
}
