import * as z from 'zod';
import type { CheckedBlock } from '../messages/message.ts';
import { argumentError, MethodError } from '../method-error.ts';
import { type Block, MessageBlocks, ViewBlocks } from './block.ts';
import { SlackFileReference } from './composition.ts';
import { partsOf } from './parts.ts';
import { slackMessages } from './slack-messages.ts';

/** Slack limits the combined text of all blocks in a message; see slackapi/bolt-js#2509. */
const MAX_MESSAGE_BLOCK_CHARACTERS = 13_200;
const ImageFile = z.object({ type: z.literal('image'), slack_file: SlackFileReference });
const CheckedBlocks = z.array(z.looseObject({ type: z.string(), block_id: z.string() }));

export interface BlockRules {
  /**
   * The limits for blocks depend on their container. A message has a limit for its total text. A view may have 100
   * blocks and no tables.
   */
  readonly surface: 'message' | 'view';
  /** The JSON path to the blocks in the arguments of a Web API method. Error messages contain this path. */
  readonly at: readonly string[];
  readonly code: 'invalid_blocks' | 'invalid_arguments';
  readonly newId: () => string;
  /** Block types that an injected fault rejects as unsupported. */
  readonly unknownTypes: ReadonlySet<string>;
  /** Returns whether a referenced file is an uploaded picture. */
  readonly isPicture: (file: SlackFileReference) => boolean;
}

/**
 * Checks blocks as Slack does and adds missing `block_id`s and `action_id`s. Throws `MethodError`: `invalid_blocks_format` if the value is
 * not a list, `invalid_blocks` with the paths of the errors, `only_one_table_allowed`, `msg_blocks_too_long`.
 */
export function checkBlocks(value: unknown, rules: BlockRules): CheckedBlock[] {
  if (!Array.isArray(value)) throw new MethodError('invalid_blocks_format');
  const result = (rules.surface === 'message' ? MessageBlocks : ViewBlocks).safeParse(value);
  if (!result.success) throw argumentError(rules.code, slackMessages(result.error.issues, rules.at));
  const blocks: readonly Block[] = result.data;
  refuseUnknown(blocks, rules);
  refuseDuplicateIds(blocks, rules);
  refuseUnknownFiles(blocks, rules);
  if (rules.surface === 'message') refuseTooLong(blocks);
  return CheckedBlocks.parse(blocks.map((block) => withIds(block, rules.newId)));
}

function refuseUnknown(blocks: readonly Block[], { unknownTypes, code, at }: BlockRules): void {
  const unknown = blocks.flatMap(({ type }, index) => (unknownTypes.has(type) ? [index] : []));
  if (unknown.length === 0) return;
  throw argumentError(
    code,
    unknown.map((index) => `[ERROR] unsupported type [json-pointer:/${[...at, index, 'type'].join('/')}]`),
  );
}

function refuseDuplicateIds(blocks: readonly Block[], { code, at }: BlockRules): void {
  const duplicateBlock = duplicateOf(blocks.map(({ block_id: id }) => id));
  if (duplicateBlock !== undefined)
    throw argumentError(code, [`[ERROR] block_id "${duplicateBlock}" already exists [json-pointer:/${at.join('/')}]`]);
  for (const [index, block] of blocks.entries()) {
    const duplicate = duplicateOf(partsOf(block).map(({ action_id: id }) => id));
    if (duplicate !== undefined)
      throw argumentError(code, [
        `[ERROR] action_id "${duplicate}" already exists [json-pointer:/${[...at, index].join('/')}]`,
      ]);
  }
}

function duplicateOf(ids: readonly (string | undefined)[]): string | undefined {
  return ids.find((id, index) => id !== undefined && ids.indexOf(id) !== index);
}

function refuseUnknownFiles(blocks: readonly Block[], { isPicture, code, at }: BlockRules): void {
  const unknownFiles = blocks.flatMap((block, index) => {
    const files = filesIn(block).filter(({ file }) => !isPicture(file));
    return files.map(({ path }) => [...at, index, ...path, 'slack_file'].join('/'));
  });
  if (unknownFiles.length === 0) return;
  throw argumentError(
    code,
    unknownFiles.map((path) => `[ERROR] invalid slack file [json-pointer:/${path}]`),
  );
}

/** Returns the uploaded files that a block shows, each with its path within the block. */
function filesIn(
  block: Block,
): readonly { readonly path: readonly PropertyKey[]; readonly file: SlackFileReference }[] {
  const parts: readonly (readonly [path: readonly PropertyKey[], part: object | undefined])[] = [
    [[], block],
    ...(block.type === 'section' ? [[['accessory'], block.accessory] as const] : []),
    ...(block.type === 'context'
      ? block.elements.map((element, index) => [['elements', index], element] as const)
      : []),
  ];
  return parts.flatMap(([path, part]) => {
    const image = ImageFile.safeParse(part).data;
    return image === undefined ? [] : [{ path, file: image.slack_file }];
  });
}

function refuseTooLong(blocks: readonly Block[]): void {
  if (blocks.filter(({ type }) => type === 'table').length > 1) throw new MethodError('only_one_table_allowed');
  const tableless = blocks.filter(({ type }) => type !== 'table' && type !== 'data_table');
  if (charactersIn(tableless) > MAX_MESSAGE_BLOCK_CHARACTERS) throw new MethodError('msg_blocks_too_long');
}

function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersIn(item), 0);
  if (value === null || typeof value !== 'object') return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : charactersIn(item)),
    0,
  );
}

function withIds(block: Block, newId: () => string): Block {
  const withId = <T extends { action_id?: string | undefined }>(element: T) => ({
    ...element,
    action_id: element.action_id ?? newId(),
  });
  const named = { ...block, block_id: block.block_id ?? newId() };
  if (named.type === 'actions') return { ...named, elements: named.elements.map(withId) };
  if (named.type === 'input') return { ...named, element: withId(named.element) };
  if (named.type !== 'section' || named.accessory === undefined || named.accessory.type === 'image') return named;
  return { ...named, accessory: withId(named.accessory) };
}
