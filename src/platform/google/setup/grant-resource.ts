import { absentIfMissing } from './absent-if-missing.ts';
import type { PolicyPort } from './policy-ports.ts';
import { ABSENT, type ResourceAdapter, SAME } from './resource.ts';
import { hasMember, type PolicyMember, withMember } from './writable-policy.ts';

/** A role of one member in an IAM policy. All other members and roles of the policy stay. */
export function grantResource(policy: PolicyPort, member: PolicyMember): ResourceAdapter {
  return {
    read: () => absentIfMissing(async () => (hasMember(await policy.read(), member) ? SAME : ABSENT)),
    async apply() {
      await policy.write(withMember(await policy.read(), member));
    },
  };
}
