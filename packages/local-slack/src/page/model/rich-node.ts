/**
 * Inline content of a message. The formats mrkdwn, rich_text and Markdown are all parsed into these nodes, so that one
 * component draws them.
 */
export type Phrase =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Phrase[] }
  /** `href` starts with http, https or mailto. Other URLs never become links. */
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Phrase[] }
  | { readonly type: 'user'; readonly id: string }
  | { readonly type: 'channel'; readonly id: string }
  /** A mention that addresses many people, such as `@channel`, in a message from an app. */
  | { readonly type: 'broadcast'; readonly text: string }
  | { readonly type: 'emoji'; readonly name: string; readonly character: string | null }
  | { readonly type: 'break' };

/** Block-level content. */
export type Flow =
  | { readonly type: 'paragraph'; readonly children: readonly Phrase[] }
  | { readonly type: 'heading'; readonly children: readonly Phrase[] }
  | { readonly type: 'preformatted'; readonly text: string }
  | { readonly type: 'quote'; readonly children: readonly Flow[] }
  | { readonly type: 'rule' }
  | {
      readonly type: 'list';
      readonly isOrdered: boolean;
      readonly start: number;
      /** The nesting depth of the list, starting at 0. */
      readonly indent: number;
      readonly items: readonly (readonly Flow[])[];
    };

export function textPhrase(text: string): Phrase {
  return { type: 'text', text };
}

/** Returns a link node, or only the text of the link if the URL is not safe. */
export function linkOrText(url: string, children: readonly Phrase[]): readonly Phrase[] {
  const href = safeHref(url);
  return href === null ? children : [{ type: 'link', href, children }];
}

/** Returns the URL if its scheme is http, https or mailto. Returns null for `javascript:` and all other schemes. */
export function safeHref(url: string): string | null {
  if (!URL.canParse(url)) return null;
  return ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol) ? url : null;
}
