import * as z from 'zod';
import { type BlockState, elementAt } from '../blocks/block-state.ts';
import { OptionGroup, PlainOption } from '../blocks/composition.ts';
import { type ElementValue, elementValue } from '../blocks/element-value.ts';
import type { Element } from '../blocks/elements.ts';
import type { PageAnswer, PageInteraction } from '../page-protocol.ts';
import { containerOf } from './element-container.ts';
import { deliveryFailure, interactionPayload, type Person } from './interaction-payload.ts';

type ElementInteraction = Extract<PageInteraction, { type: 'action' }>;
type SuggestionRequest = Extract<PageInteraction, { type: 'suggest' }>;

const Suggestions = z.union([
  z.object({ options: z.array(PlainOption).max(100) }),
  z.object({ option_groups: z.array(OptionGroup).max(100) }),
]);

/** Notifies the app of a click or a choice with a `block_actions` payload. */
export async function useElement(person: Person, interaction: ElementInteraction): Promise<PageAnswer> {
  const { workspace } = person;
  const container = containerOf(person, interaction.container);
  const element = elementAt(container.blocks, interaction.action);
  if (element === undefined) return missingElement();
  const { block_id: blockId, action_id: actionId } = interaction.action;
  const used = usedElement(element, interaction.action);
  const given = withValue(interaction.state?.values ?? {}, interaction.action, used);
  const delivered = await workspace.deliver({
    kind: 'interactive',
    payload: {
      type: 'block_actions',
      ...interactionPayload(person),
      ...container.payload(given),
      actions: [{ ...used, block_id: blockId, action_id: actionId, action_ts: workspace.nextTs() }],
    },
  });
  return delivered.kind === 'failed' ? deliveryFailure(workspace, delivered.error, 'The click') : { ok: true };
}

/** Requests the options of an external select menu from the app with a `block_suggestion` payload. */
export async function suggest(person: Person, interaction: SuggestionRequest): Promise<PageAnswer> {
  const { workspace } = person;
  const container = containerOf(person, interaction.container);
  const element = elementAt(container.blocks, interaction);
  if (element === undefined) return missingElement();
  const { response_url: _, state: _state, ...held } = container.payload({});
  const { block_id, action_id, value } = interaction;
  const delivered = await workspace.deliver({
    kind: 'interactive',
    payload: { type: 'block_suggestion', ...interactionPayload(person), ...held, block_id, action_id, value },
  });
  if (delivered.kind === 'failed') return deliveryFailure(workspace, delivered.error, 'The search for options');
  const answer = Suggestions.safeParse(delivered.payload);
  if (answer.success) return { ok: true, ...answer.data };
  return { ok: false, error: 'invalid_options', message: 'The app answered with options that Slack rejects.' };
}

function usedElement(element: Element, action: ElementInteraction['action']): ElementValue {
  if (element.type !== 'button') return elementValue(element, action) ?? { type: element.type };
  const { type, text, value, style } = element;
  return { type, text, ...(value === undefined ? {} : { value }), ...(style === undefined ? {} : { style }) };
}

function withValue(
  state: BlockState,
  { block_id: blockId, action_id: actionId }: ElementInteraction['action'],
  value: { type: string },
) {
  return value.type === 'button' ? state : { ...state, [blockId]: { ...state[blockId], [actionId]: value } };
}

function missingElement(): PageAnswer {
  return {
    ok: false,
    error: 'invalid_action',
    message: 'This element no longer exists, because the message has changed.',
  };
}
