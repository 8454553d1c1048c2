import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { Problem } from '../../problem.ts';
import { absentIfMissing } from './absent-if-missing.ts';
import { differs, type ResourceAdapter } from './resource.ts';

interface SecretPlace {
  readonly client: SecretManagerServiceClient;
  readonly projectId: string;
  readonly secretId: string;
  /** The variable from which a person gives the value. */
  readonly variable: string;
  /** The value that the secret should have. It is never shown. */
  readonly value: string | undefined;
  /** Creates the value of a secret that has none; undefined when only a person knows it. */
  readonly generate: (() => string) | undefined;
}

/** A secret with a value. A value that differs from the given one becomes a new version, and the old versions stay. */
export function secretResource(place: SecretPlace): ResourceAdapter {
  const { client, projectId, secretId, value, generate } = place;
  const parent = `projects/${projectId}`;
  const name = `${parent}/secrets/${secretId}`;

  async function valueFault(): Promise<string | undefined> {
    const version = await newestVersion(client, name);
    if (version === undefined) return 'it has no value';
    if (value === undefined) return undefined;
    const [{ payload }] = await client.accessSecretVersion({ name: version });
    const isEqual = Buffer.from(payload?.data ?? '').toString() === value;
    return isEqual ? undefined : `its value is not the one in ${place.variable}`;
  }

  return {
    read: () =>
      absentIfMissing(async () => {
        await client.getSecret({ name });
        const fault = await valueFault();
        return differs(fault === undefined ? [] : [fault]);
      }),
    async apply(state) {
      if (state.type === 'absent')
        await client.createSecret({ parent, secretId, secret: { replication: { automatic: {} } } });
      const wanted = value ?? generate?.();
      if (wanted === undefined) throw withoutValue(place);
      if ((await valueFault()) !== undefined)
        await client.addSecretVersion({ parent: name, payload: { data: Buffer.from(wanted) } });
    },
  };
}

/** The name of the newest version that can be used; undefined when there is none. */
async function newestVersion(client: SecretManagerServiceClient, secret: string): Promise<string | undefined> {
  const [versions] = await client.listSecretVersions(
    { parent: secret, filter: 'state:ENABLED', pageSize: 1 },
    { autoPaginate: false },
  );
  return versions[0]?.name ?? undefined;
}

function withoutValue({ secretId, variable, projectId }: SecretPlace): Problem {
  const message = `The secret has no value. Set ${variable} and run setup again, or add the value: \`gcloud secrets versions add ${secretId} --data-file=- --project ${projectId}\`.`;
  return new Problem({ code: 'secret_without_value', message });
}
