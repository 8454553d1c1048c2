export interface Approver {
  readonly kind: 'person' | 'agent';
  readonly name: string;
}

/** Who may approve: everybody who is a person, or the people on a list. */
export type ApproverPolicy =
  | { readonly type: 'every-person' }
  | { readonly type: 'listed'; readonly names: readonly string[] };

export type Permission =
  | { readonly type: 'allowed' }
  | { readonly type: 'refused'; readonly because: 'agents-never' | 'not-listed' };

/** People approve; agents ask and never approve, whoever they act for. */
export function mayApprove(approver: Approver, policy: ApproverPolicy): Permission {
  if (approver.kind === 'agent') return { type: 'refused', because: 'agents-never' };
  if (policy.type === 'every-person' || policy.names.includes(approver.name)) return { type: 'allowed' };
  return { type: 'refused', because: 'not-listed' };
}
