import * as z from 'zod';
import { absentIfMissing } from './absent-if-missing.ts';
import type { GoogleRest } from './google-rest.ts';
import { ABSENT, type ResourceAdapter, SAME } from './resource.ts';

/** BigQuery stores `roles/bigquery.dataEditor` under its older name. */
const EDITOR_NAMES = ['WRITER', 'roles/bigquery.dataEditor'];

const DatasetAccess = z.object({
  etag: z.string(),
  access: z.array(z.looseObject({ role: z.string().optional(), userByEmail: z.string().optional() })).default([]),
});

interface DatasetGrantPlace {
  readonly rest: GoogleRest;
  readonly projectId: string;
  readonly dataset: string;
  /** Such as `serviceAccount:bot@p.iam.gserviceaccount.com`. */
  readonly member: string;
}

/** The right of an account to read and write the tables of one dataset. All other entries of the dataset stay. */
export function datasetGrantResource({ rest, projectId, dataset, member }: DatasetGrantPlace): ResourceAdapter {
  const path = `bigquery.googleapis.com/bigquery/v2/projects/${projectId}/datasets/${dataset}`;
  const email = member.replace('serviceAccount:', '');
  const readAccess = async () => DatasetAccess.parse(await rest({ method: 'GET', path }));
  return {
    read: () =>
      absentIfMissing(async () => {
        const { access } = await readAccess();
        const granted = access.some(
          ({ role, userByEmail }) => userByEmail === email && EDITOR_NAMES.includes(role ?? ''),
        );
        return granted ? SAME : ABSENT;
      }),
    async apply() {
      const { access, etag } = await readAccess();
      const body = { access: [...access, { role: 'WRITER', userByEmail: email }] };
      await rest({ method: 'PATCH', path, body, etag });
    },
  };
}
