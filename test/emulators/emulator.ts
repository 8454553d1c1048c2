import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const UP_WITHIN_MS = 30_000;
const POLL_MS = 50;
const HOST = '127.0.0.1';
const JAVA = 'java';
const DPKG = 'dpkg';
// An emulator runs for seconds only, so the JVM's optimizations for long runs cost more than they save.
const SHORT_LIVED = ['-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-XX:-UsePerfData'];

/** One of Google's emulators, run for the tests that need it. */
export interface Emulator {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface EmulatorKind {
  /** The Debian package that contains it. */
  readonly debianPackage: string;
  /** The end of the path of its jar. */
  readonly jar: RegExp;
  /** The arguments of `java` that start it, without those for the JVM. */
  command(jar: string, listen: { readonly host: string; readonly port: number }): readonly string[];
}

/** Starts an emulator on a free port and waits until it answers. Returns `undefined`, and prints a line, when it is not installed. */
export async function startEmulator(kind: EmulatorKind): Promise<Emulator | undefined> {
  const jar = installedJar(kind);
  if (jar === undefined) {
    process.stdout.write(`skipped: ${kind.debianPackage} is not installed, so nothing is tested against it\n`);
    return;
  }
  // Without this, Google's clients look for a cloud metadata server on the network.
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  const port = await freePort();
  const java = spawn(JAVA, [...SHORT_LIVED, ...kind.command(jar, { host: HOST, port })], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = (): Promise<void> => kill(java);
  // Vitest may end a worker without its teardown, and the JVM would keep running.
  process.once('exit', () => java.kill('SIGKILL'));
  try {
    await answers(java, `http://${HOST}:${port}/`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { host: HOST, port, stop };
}

function installedJar({ debianPackage, jar }: EmulatorKind): string | undefined {
  const { stdout, error } = spawnSync(DPKG, ['-L', debianPackage], { encoding: 'utf8' });
  const java = spawnSync(JAVA, ['-version']);
  if (error || java.error) return;
  return stdout.split('\n').find((path) => jar.test(path));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no TCP port.');
  return address.port;
}

async function answers(java: ChildProcess, url: string): Promise<void> {
  const errors: string[] = [];
  java.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const giveUp = Date.now() + UP_WITHIN_MS;
  while (!(await isUp(url))) {
    if (java.exitCode !== null || Date.now() > giveUp) {
      throw new Error(`The emulator does not answer at ${url}. It wrote: ${errors.join('').slice(-2_000)}`);
    }
    await pause(POLL_MS);
  }
}

async function isUp(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

async function kill(java: ChildProcess): Promise<void> {
  if (java.exitCode !== null || java.signalCode !== null) return;
  const gone = once(java, 'exit');
  java.kill('SIGKILL');
  await gone;
}
