/** Who asks, and by which session: two sessions of one person are two. */
export interface Actor {
  readonly kind: 'person' | 'agent';
  readonly name: string;
  /** Where the door knows people by more than a name that they can change: `U024BE7LH`. */
  readonly id?: string;
  /** `session_…` of a session that was started; people have one of their own at each door besides, such as `cli:ann`. */
  readonly session: string;
  /** The person behind an agent. */
  readonly actsFor?: string;
  /** `read` never changes anything. */
  readonly scope: 'read' | 'write';
}

/** The doors at which a person has a session without starting one. */
export type PersonalTransport = 'slack' | 'cli';

/** A person as a door knows them, by the session they have there. */
export function personAt(door: PersonalTransport, { name, id }: Pick<Actor, 'name' | 'id'>): Actor {
  const session = `${door}:${id ?? name}`;
  return { kind: 'person', name, ...(id === undefined ? {} : { id }), session, scope: 'write' };
}

/** Whether a session is the one a person has at that door. */
export function isPersonalTransport(session: string, door: PersonalTransport): boolean {
  return session.startsWith(`${door}:`);
}

/** What people read wherever an actor is named: an agent never without the person behind it. */
export function nameOf({ name, actsFor }: Pick<Actor, 'name' | 'actsFor'>): string {
  return actsFor === undefined ? name : `${name} for @${actsFor}`;
}
