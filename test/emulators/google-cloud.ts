import { onTestFinished } from 'vitest';
import { type GoogleAnswers, type GoogleServer, startGoogleServer } from './google-server.ts';

/** Serves the fakes of Google Cloud on loopback until the test ends. */
export async function aGoogleCloud(answers: GoogleAnswers): Promise<GoogleServer> {
  const server = await startGoogleServer(answers);
  onTestFinished(() => server.stop());
  return server;
}
