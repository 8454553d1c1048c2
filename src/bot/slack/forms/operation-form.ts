import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import * as z from 'zod';
import { type InputField, usageFields } from '../../../operations/kit/input-fields.ts';
import type { Operation } from '../../../operations/kit/operation.ts';
import { sentenceCase } from '../../../operations/kit/sentence-case.ts';
import { choicesOf } from '../../../operations/kit/service-choices.ts';
import { commandName, verbOf } from '../commands/slash-commands.ts';
import { inWords } from '../messages/figures.ts';
import { paragraph, sentence } from '../messages/rich-text.ts';
import { safeText } from '../messages/safe-text.ts';

export const OPERATION_FORM = 'operation-form';
const MAX_TITLE = 24;
const MAX_HINT = 300;
const MAX_INITIAL_TEXT = 3_000;
const MAX_CHOICES = 100;
const MAX_CHOICE = 75;

/** The data that the bot keeps in a form. */
export const FormPosition = z.object({
  operation: z.string(),
  /** The response URL of the command or click that opened the form. A submitted form has none of its own. */
  response_url: z.string(),
  /** The given values that the form does not show, such as the token of a button. */
  carried: z.record(z.string(), z.unknown()),
});
export type FormPosition = z.infer<typeof FormPosition>;

export interface FormCall {
  readonly operation: Operation;
  /** The values that the person has given already. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Why the form opens: what is missing or cannot be read. */
  readonly problem: string;
  readonly services: readonly string[];
  readonly responseUrl: string;
}

/** Builds the form of an operation from its definition: one input for each field, filled with the values given so far. */
export function operationForm({ operation, given, problem, services, responseUrl }: FormCall): ModalView {
  const shown = formFields(operation);
  const names = shown.map(({ name }) => name);
  const known = Object.entries(given).filter(([name]) => Object.hasOwn(operation.input.shape, name));
  const carried = Object.fromEntries(known.filter(([name]) => !names.includes(name)));
  const position: FormPosition = { operation: operation.name, response_url: responseUrl, carried };
  return {
    type: 'modal',
    callback_id: OPERATION_FORM,
    private_metadata: JSON.stringify(position),
    title: plain(safeText(commandName(operation), MAX_TITLE)),
    submit: plain(safeText(sentenceCase(inWords(verbOf(operation).replaceAll('-', '_'))), MAX_TITLE)),
    close: plain('Cancel'),
    blocks: [
      paragraph(sentence(problem)),
      ...shown.map((field) => inputBlock(field, { value: given[field.name], choices: choicesOf(field, services) })),
    ],
  };
}

/** The fields that the form of an operation shows: those that people type, the required ones first. */
export function formFields(operation: Operation): readonly InputField[] {
  const { words, options } = usageFields(operation);
  const listed = [...words, ...options].filter(({ presence }) => presence !== 'unlisted');
  return listed.toSorted((a, b) => Number(a.presence !== 'required') - Number(b.presence !== 'required'));
}

interface FormValue {
  readonly value: unknown;
  readonly choices: readonly string[] | undefined;
}

function inputBlock(field: InputField, value: FormValue): InputBlock {
  const { name, description, presence } = field;
  return {
    type: 'input',
    block_id: name,
    label: plain(sentenceCase(inWords(name))),
    ...(description === '' ? {} : { hint: plain(safeText(sentenceCase(description), MAX_HINT)) }),
    optional: presence !== 'required',
    element: inputElement(field, value),
  };
}

function inputElement({ name, takes }: InputField, { value, choices }: FormValue): InputBlock['element'] {
  if (takes === 'nothing') {
    const yes = option('yes');
    return {
      type: 'checkboxes',
      action_id: name,
      options: [yes],
      ...(value === true ? { initial_options: [yes] } : {}),
    };
  }
  return choices !== undefined && choices.length > 0 && choices.length <= MAX_CHOICES
    ? menu(name, choices, String(value))
    : textInput(name, takes, Array.isArray(value) ? value.join('\n') : String(value ?? ''));
}

function menu(name: string, choices: readonly string[], value: string): InputBlock['element'] {
  const initial = choices.find((choice) => choice === value.toLowerCase());
  return {
    type: 'static_select',
    action_id: name,
    options: choices.map(option),
    ...(initial === undefined ? {} : { initial_option: option(initial) }),
  };
}

function textInput(name: string, takes: InputField['takes'], text: string): InputBlock['element'] {
  return {
    type: 'plain_text_input',
    action_id: name,
    ...(takes === 'values' ? { multiline: true } : {}),
    ...(text === '' ? {} : { initial_value: text.slice(0, MAX_INITIAL_TEXT) }),
  };
}

function option(value: string): PlainTextOption {
  return { text: plain(safeText(value, MAX_CHOICE)), value };
}

function plain(text: string) {
  return { type: 'plain_text', text, emoji: false } as const;
}
