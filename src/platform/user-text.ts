import * as z from 'zod';

/** The keyword that marks a field as `UserText` in a JSON schema, such as the OpenAPI document. */
export const USER_TEXT_MARK = 'x-user-text';

/**
 * Text that a person or an agent typed, or that came with an imported file. Replies list the fields with such text, so
 * that agents treat it as data and never as instructions.
 */
export const UserText = z.string().meta({ [USER_TEXT_MARK]: true });
