import { type Emulator, startEmulator } from './emulator.ts';

/** An empty Firestore emulator from Google. */
export function startFirestoreEmulator(): Promise<Emulator | undefined> {
  return startEmulator({
    debianPackage: 'google-cloud-cli-firestore-emulator',
    jar: /cloud-firestore-emulator\.jar$/,
    command: (jar, { host, port }) => [
      '-Duser.language=en',
      '-cp',
      jar,
      'com.google.cloud.datastore.emulator.firestore.CloudFirestore',
      'start',
      `--host=${host}`,
      `--port=${port}`,
    ],
  });
}
