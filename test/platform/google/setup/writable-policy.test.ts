import { describe, expect, it } from 'vitest';
import { hasMember, WritablePolicy, withMember } from '#src/platform/google/setup/writable-policy.ts';

const BOT = { role: 'roles/run.invoker', member: 'serviceAccount:bot@p.iam.gserviceaccount.com' };
const CONDITION = { title: 'until May', expression: 'request.time < timestamp("2026-05-01T00:00:00Z")' };
const OTHERS = {
  etag: 'BwX',
  auditConfigs: [{ service: 'allServices' }],
  bindings: [
    { role: BOT.role, members: ['user:ann@example.com'] },
    { role: BOT.role, members: [BOT.member], condition: CONDITION },
    { role: 'roles/viewer', members: ['group:all@example.com'] },
  ],
};

describe('a new member of a policy', () => {
  it('joins the members of the role, and everything else stays', () => {
    expect(withMember(WritablePolicy.parse(OTHERS), BOT)).toEqual({
      ...OTHERS,
      version: 3,
      bindings: [{ role: BOT.role, members: ['user:ann@example.com', BOT.member] }, ...OTHERS.bindings.slice(1)],
    });
  });

  it('is added although the same member has the role under a condition', () => {
    expect(hasMember(WritablePolicy.parse(OTHERS), BOT)).toBe(false);
  });

  it('is the first in an empty policy, and is never added twice', () => {
    const once = withMember(WritablePolicy.parse({}), BOT);
    expect(once).toMatchObject({ bindings: [{ role: BOT.role, members: [BOT.member] }] });
    expect(withMember(once, BOT)).toEqual(once);
  });
});
