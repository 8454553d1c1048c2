import * as z from 'zod';
import { type BlockState, elementAt } from '../blocks/block-state.ts';
import { OptionGroup, PlainOption } from '../blocks/composition.ts';
import { type ElementValue, elementValue } from '../blocks/element-value.ts';
import type { Element } from '../blocks/elements.ts';
import type { PageAct, PageAnswer } from '../page-protocol.ts';
import { holderOf } from './container.ts';
import { interaction, notTaken, type Person } from './interaction-payload.ts';

type UseAct = Extract<PageAct, { type: 'action' }>;
type SuggestAct = Extract<PageAct, { type: 'suggest' }>;

const Suggestions = z.union([
  z.object({ options: z.array(PlainOption).max(100) }),
  z.object({ option_groups: z.array(OptionGroup).max(100) }),
]);

/** A click or a choice in a message, a modal or the App Home: `block_actions`. */
export async function useElement(person: Person, act: UseAct): Promise<PageAnswer> {
  const { workspace } = person;
  const holder = holderOf(person, act.container);
  const element = elementAt(holder.blocks, act.action);
  if (element === undefined) return isGone();
  const { block_id: blockId, action_id: actionId } = act.action;
  const used = usedElement(element, act.action);
  const given = withValue(act.state?.values ?? {}, act.action, used);
  const delivered = await workspace.deliver({
    kind: 'interactive',
    payload: {
      type: 'block_actions',
      ...interaction(person),
      ...holder.payload(given),
      actions: [{ ...used, block_id: blockId, action_id: actionId, action_ts: workspace.nextTs() }],
    },
  });
  return delivered.kind === 'failed' ? notTaken(workspace, delivered.error, 'That click') : { ok: true };
}

/** The options of an external select for what was typed: `block_suggestion`. */
export async function suggest(person: Person, act: SuggestAct): Promise<PageAnswer> {
  const { workspace } = person;
  const holder = holderOf(person, act.container);
  const element = elementAt(holder.blocks, act);
  if (element === undefined) return isGone();
  const { response_url: _, state: _state, ...held } = holder.payload({});
  const { block_id, action_id, value } = act;
  const delivered = await workspace.deliver({
    kind: 'interactive',
    payload: { type: 'block_suggestion', ...interaction(person), ...held, block_id, action_id, value },
  });
  if (delivered.kind === 'failed') return notTaken(workspace, delivered.error, 'Looking up options');
  const answer = Suggestions.safeParse(delivered.payload);
  if (answer.success) return { ok: true, ...answer.data };
  return { ok: false, error: 'invalid_options', message: 'The app answered with options that Slack refuses.' };
}

function usedElement(element: Element, action: UseAct['action']): ElementValue {
  if (element.type !== 'button') return elementValue(element, action) ?? { type: element.type };
  const { type, text, value, style } = element;
  return { type, text, ...(value === undefined ? {} : { value }), ...(style === undefined ? {} : { style }) };
}

function withValue(
  state: BlockState,
  { block_id: blockId, action_id: actionId }: UseAct['action'],
  value: { type: string },
) {
  return value.type === 'button' ? state : { ...state, [blockId]: { ...state[blockId], [actionId]: value } };
}

function isGone(): PageAnswer {
  return { ok: false, error: 'invalid_action', message: 'That is no longer there: the message has changed meanwhile.' };
}
