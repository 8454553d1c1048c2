import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { delimiter, join, relative } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves when stdout and stderr together contain the text. */
  said(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Stops reading what it prints, as `| head` does. */
  stopReading(): void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts `node tipoff.js` with the machine's own Node, as a person would; it may then start another Node. `env` has PATH and TIPOFF_DATA. */
export function startTipoff(env: Environment, argv: readonly string[]): Running {
  const path = (env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return start('node', ['tipoff.js', ...argv], { ...env, PATH: path.join(delimiter) });
}

/** The same without a second Node, in two thirds of the time. For tests in which the launcher does not matter. */
export function startWithThisNode(env: Environment, argv: readonly string[]): Running {
  return startNode(['tipoff.js', ...argv], env);
}

/** Runs `tipoff` to its end, with the Node of the tests. */
export function runTipoff(env: Environment, argv: readonly string[]): Promise<Ended> {
  return startWithThisNode(env, argv).ended;
}

/** Starts a file with the Node of the tests. */
export function startNode(argv: readonly string[], env: Environment): Running {
  return start(process.execPath, argv, env);
}

function start(node: string, argv: readonly string[], env: Environment): Running {
  const child = spawn(node, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let heard = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (heard += String(chunk)));
  const exit = new Promise<Pick<Ended, 'code' | 'signal'>>((resolve) =>
    child.on('exit', (code, signal) => resolve({ code, signal })),
  );
  const output = Promise.all([text(child.stdout).catch(String), text(child.stderr).catch(String)]);
  return {
    pid: child.pid ?? -1,
    ended: (async () => {
      const [out, err] = await output;
      return { ...(await exit), out, err };
    })(),
    said: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (heard.includes(wanted)) resolve();
        };
        look();
        for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
        void exit.then(() => reject(new Error(`it ended without saying ${wanted}: ${heard}`)));
      }),
    kill: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
  };
}

/** The files in a folder and its folders, each with a hash. Equal results mean that nothing has changed. */
export async function fingerprint(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const names = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
  const hashes = await Promise.all(
    names.map(async (name) =>
      createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex'),
    ),
  );
  return Object.fromEntries(names.map((name, index) => [name, hashes[index] ?? '']));
}
