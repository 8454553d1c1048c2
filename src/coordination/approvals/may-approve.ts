export interface Approver {
  readonly kind: 'person' | 'agent';
  readonly name: string;
  /** Where people are known by more than a name that they can change. */
  readonly id?: string;
}

/** Who may approve: everybody who is a person, or the people on a list, by name or by id. */
export type ApproverPolicy =
  | { readonly type: 'every-person' }
  | { readonly type: 'listed'; readonly names: readonly string[] };

export type Permission =
  | { readonly type: 'allowed' }
  | { readonly type: 'refused'; readonly because: 'agents-never' | 'not-listed' };

/** People approve; agents ask and never approve, whoever they act for. */
export function mayApprove(approver: Approver, policy: ApproverPolicy): Permission {
  if (approver.kind === 'agent') return { type: 'refused', because: 'agents-never' };
  if (policy.type === 'every-person' || isListed(approver, policy.names)) return { type: 'allowed' };
  return { type: 'refused', because: 'not-listed' };
}

function isListed({ name, id }: Approver, names: readonly string[]): boolean {
  return names.includes(name) || (id !== undefined && names.includes(id));
}
