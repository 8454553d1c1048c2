import { useEffect, useState } from 'preact/hooks';
import type { Option, Select } from '../../model/block-element.ts';
import { matchingOptions, type SelectOptionGroup, workspaceOptions } from '../../model/select-options.ts';
import { useWorkspace } from '../workspace-context.ts';
import { useSurface } from './surface.ts';

const TYPING_PAUSE_MS = 200;

interface SelectQuery {
  readonly block_id: string;
  readonly element: Select;
  readonly query: string;
  readonly isOpen: boolean;
}

interface SelectOptions {
  readonly groups: readonly SelectOptionGroup[];
  /** The hint below the list of options, or null if there is none. */
  readonly hint: string | null;
  /** Returns a selected option with the text that the menu shows. For a user, this is the name instead of the id. */
  readonly nameOf: (pick: Option) => Option;
}

/** Returns the options of a select menu that match the typed text. */
export function useSelectOptions({ block_id, element, query, isOpen }: SelectQuery): SelectOptions {
  const { state } = useWorkspace();
  const suggested = useSuggestions({ block_id, element, query, isOpen });
  const isExternal = element.type.endsWith('external_select');
  const places = workspaceOptions(element.type, state.workspace);
  const own = element.option_groups.map(({ label, options }) => ({ label: label.text, options }));
  const all = places ?? [...own, { label: null, options: element.options }];
  const groups = isExternal ? (suggested ?? []) : matchingOptions(all, query);
  const named = places?.flatMap(({ options }) => options) ?? [];
  return {
    groups,
    hint: hintFor(groups, isExternal && suggested === null ? element.min_query_length - query.length : 0),
    nameOf: (pick) => named.find(({ value }) => value === pick.value) ?? pick,
  };
}

function hintFor(groups: readonly SelectOptionGroup[], missing: number): string | null {
  if (missing > 0) return `Type ${missing} more ${missing === 1 ? 'letter' : 'letters'}.`;
  return groups.some(({ options }) => options.length > 0) ? null : 'No matches.';
}

/**
 * Requests the options of an external select when the person pauses typing. Returns null until the first answer
 * arrives.
 */
function useSuggestions({ block_id, element, query, isOpen }: SelectQuery): readonly SelectOptionGroup[] | null {
  const { interact } = useWorkspace();
  const { container } = useSurface();
  const [groups, setGroups] = useState<readonly SelectOptionGroup[] | null>(null);
  const isRequested = isOpen && element.type.endsWith('external_select') && query.length >= element.min_query_length;
  const { action_id } = element;
  useEffect(() => {
    if (!isRequested) return setGroups(null);
    let isStale = false;
    const ask = async () => {
      const answer = await interact({ type: 'suggest', container, block_id, action_id, value: query });
      if (isStale || !answer.ok) return;
      const grouped = answer.option_groups?.map(({ label, options }) => ({ label: label.text, options })) ?? [];
      setGroups([...grouped, { label: null, options: answer.options ?? [] }].map(toOptionGroup));
    };
    const timer = setTimeout(() => void ask(), TYPING_PAUSE_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [isRequested, query, block_id, action_id]);
  return groups;
}

interface SuggestedGroup {
  readonly label: string | null;
  readonly options: readonly { readonly text: { readonly text: string }; readonly value: string }[];
}

function toOptionGroup({ label, options }: SuggestedGroup): SelectOptionGroup {
  return {
    label,
    options: options.map(({ text, value }) => ({ text: { type: 'plain_text', text: text.text }, value })),
  };
}
