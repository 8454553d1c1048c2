import * as z from 'zod';
import type { GoogleRest } from '../google-rest.ts';
import { absentIfMissing } from './absent-if-missing.ts';
import { differs, type ResourceAdapter } from './resource.ts';

const ServiceAccount = z.object({ disabled: z.boolean().default(false) });

interface AccountPlace {
  readonly rest: GoogleRest;
  readonly projectId: string;
  readonly accountId: string;
  readonly title: string;
}

/** A service account. A disabled account is enabled again. Its title stays. */
export function accountResource({ rest, projectId, accountId, title }: AccountPlace): ResourceAdapter {
  const accounts = `iam.googleapis.com/v1/projects/${projectId}/serviceAccounts`;
  const path = `${accounts}/${accountId}@${projectId}.iam.gserviceaccount.com`;
  return {
    read: () =>
      absentIfMissing(async () => {
        const { disabled } = ServiceAccount.parse(await rest({ method: 'GET', path }));
        return differs(disabled ? ['the account is disabled'] : []);
      }),
    async apply(state) {
      if (state.type === 'differs') {
        await rest({ method: 'POST', path: `${path}:enable`, body: {} });
      } else {
        await rest({ method: 'POST', path: accounts, body: { accountId, serviceAccount: { displayName: title } } });
      }
    },
  };
}
