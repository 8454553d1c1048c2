import { type Emulator, startEmulator } from './emulator.ts';

/** An empty Pub/Sub emulator from Google. */
export function startPubsubEmulator(): Promise<Emulator | undefined> {
  return startEmulator({
    debianPackage: 'google-cloud-cli-pubsub-emulator',
    jar: /cloud-pubsub-emulator-[\d.]+-all\.jar$/,
    command: (jar, { host, port }) => ['-jar', jar, `--host=${host}`, `--port=${port}`],
  });
}
