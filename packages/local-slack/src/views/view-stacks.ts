import { MethodError } from '../method-error.ts';
import type { View } from './view.ts';

/** Slack allows three modals on a stack. */
const MAX_DEPTH = 3;

/** The open modals, one stack per person. A restart closes them. */
export interface ViewStacks {
  find(viewId: string): StackedView | undefined;
  findExternal(externalId: string): StackedView | undefined;
  /** Closes all open modals of a person and opens a new one. */
  open(user: string, view: View): void;
  /**
   * Puts a modal on top of the person's stack. Throws `MethodError`: `push_limit_reached`, or `not_found` if no modal
   * is open.
   */
  push(user: string, view: View): void;
  replace(view: View): void;
  /** Returns the open modals of a person, the top one first. */
  stackOf(user: string): readonly View[];
  pop(viewId: string): void;
  clear(user: string): void;
}

export interface StackedView {
  readonly user: string;
  readonly view: View;
}

export function viewStacks(): ViewStacks {
  const stacks = new Map<string, readonly View[]>();
  const all = () => [...stacks].flatMap(([user, stack]) => stack.map((view) => ({ user, view })));
  const stackOf = (user: string) => stacks.get(user) ?? [];
  const find = (viewId: string) => all().find(({ view }) => view.id === viewId);
  const change = (viewId: string, edit: (stack: readonly View[]) => readonly View[]) => {
    const found = find(viewId);
    if (found !== undefined) stacks.set(found.user, edit(stackOf(found.user)));
  };

  return {
    find,
    findExternal: (externalId) => all().find(({ view }) => view.external_id === externalId && externalId !== ''),
    open: (user, view) => {
      stacks.set(user, [view]);
    },
    push: (user, view) => {
      const stack = stackOf(user);
      if (stack.length === 0) throw new MethodError('not_found');
      if (stack.length >= MAX_DEPTH) throw new MethodError('push_limit_reached');
      stacks.set(user, [view, ...stack]);
    },
    replace: (view) => change(view.id, (stack) => stack.map((other) => (other.id === view.id ? view : other))),
    stackOf,
    pop: (viewId) => change(viewId, (stack) => stack.slice(stack.findIndex(({ id }) => id === viewId) + 1)),
    clear: (user) => {
      stacks.delete(user);
    },
  };
}
