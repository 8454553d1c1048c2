import type { DeployFreezeNotice } from '#src/coordination/deploy-locks/freeze-deploys.ts';
import type { UnannouncedNotice } from '#src/coordination/deploys/unannounced-deploy.ts';
import type { Announcement } from '#src/pipeline/announcement.ts';
import { Instant } from '#src/platform/instant.ts';

const at = (clock: string) => Instant.parse(`2026-02-05T${clock}:00.000000Z`);

const ANN = { session: 'slack:U0ANN', kind: 'person', name: 'ann', user_id: 'U0ANN', acts_for: null } as const;

const UNANNOUNCED: UnannouncedNotice = {
  type: 'unannounced-deploy',
  service: 'worker',
  deploy: {
    id: 'build-7',
    build: { id: 'build-7', url: 'https://console.example/build-7' },
    revision: 'worker-00042',
    commit: 'abcdef1',
    by: 'ci@example.iam.gserviceaccount.com',
    started_at: '2026-02-05T23:00:00Z',
    seen_at: at('23:01'),
    outcome: 'running',
    ended_at: null,
    announced_by: null,
    claimed_by: null,
    claimed_at: null,
  },
};

const FREEZE: DeployFreezeNotice = {
  type: 'deploy-freeze',
  reason: 'The final',
  by: 'ann',
  from: at('22:00'),
  until: at('23:30'),
  ended: null,
};

/** The announcements about deploys that no card of a lock shows. */
export const DEPLOY_ANNOUNCEMENTS: readonly Announcement[] = [
  UNANNOUNCED,
  {
    ...UNANNOUNCED,
    deploy: {
      ...UNANNOUNCED.deploy,
      outcome: 'serving',
      ended_at: at('23:10'),
      claimed_by: ANN,
      claimed_at: at('23:05'),
    },
  },
  FREEZE,
  { ...FREEZE, ended: { by: 'ben', at: at('22:30') } },
];
