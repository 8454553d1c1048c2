import * as z from 'zod';
import type { GoogleRest } from '../google-rest.ts';
import { absentIfMissing } from './absent-if-missing.ts';
import { ABSENT, type ResourceAdapter, SAME } from './resource.ts';

/** BigQuery stores `roles/bigquery.dataEditor` under its older name. */
const EDITOR_NAMES = ['WRITER', 'roles/bigquery.dataEditor'];

const DatasetAccess = z.object({
  etag: z.string(),
  access: z.array(z.looseObject({ role: z.string().optional(), userByEmail: z.string().optional() })).default([]),
});
type DatasetAccess = z.infer<typeof DatasetAccess>;

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
  const isGranted = ({ access }: DatasetAccess) =>
    access.some(({ role, userByEmail }) => userByEmail === email && EDITOR_NAMES.includes(role ?? ''));
  return {
    read: () => absentIfMissing(async () => (isGranted(await readAccess()) ? SAME : ABSENT)),
    async apply() {
      const found = await readAccess();
      // Another run may have granted the right since it was read.
      if (isGranted(found)) return;
      const body = { access: [...found.access, { role: 'WRITER', userByEmail: email }] };
      await rest({ method: 'PATCH', path, body, etag: found.etag });
    },
  };
}
