import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import type { Log } from '../../../platform/log.ts';
import type { DrawChart } from '../charts/chart.ts';
import type { Picture } from '../messages/slack-message.ts';

/**
 * The number of pictures in the cache. More are not needed, because only few messages with a picture change at a time.
 */
const REMEMBERED = 20;

const CompletedUpload = z.object({
  files: z.array(z.object({ files: z.array(z.object({ id: z.string() })).min(1) })).min(1),
});

export interface PictureSettings {
  readonly client: WebClient;
  readonly draw: DrawChart;
  readonly log: Log;
}

/**
 * Draws a picture, uploads it to Slack without sharing it in a channel, and returns the file's id. Each picture is
 * uploaded once. Returns undefined after a failure, and the next call tries again.
 */
export function pictureFiles({
  client,
  draw,
  log,
}: PictureSettings): (picture: Picture) => Promise<string | undefined> {
  const drawn = new Map<string, Uint8Array>();
  const uploaded = new Map<string, string>();
  return async ({ drawing, name, title }) => {
    const key = JSON.stringify(drawing);
    const known = uploaded.get(key);
    if (known !== undefined) return known;
    try {
      const png = drawn.get(key) ?? (await draw(drawing));
      remember(drawn, key, png);
      const fileId = await upload(client, { png, name, title });
      remember(uploaded, key, fileId);
      return fileId;
    } catch (error) {
      log.warn(
        { error, picture: name },
        'A picture could not be uploaded, so its message is posted without it. Uploads need the files:write scope.',
      );
      return;
    }
  };
}

interface PngFile {
  readonly png: Uint8Array;
  readonly name: string;
  readonly title: string;
}

async function upload(client: WebClient, { png, name, title }: PngFile): Promise<string> {
  const response = await client.filesUploadV2({ file: Buffer.from(png), filename: name, title });
  const [done] = CompletedUpload.parse(response).files;
  const [file] = done?.files ?? [];
  if (file === undefined) throw new Error(`Slack completed the upload of ${name} without a file`);
  return file.id;
}

function remember<V>(known: Map<string, V>, key: string, value: V): void {
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
}
