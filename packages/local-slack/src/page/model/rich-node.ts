/** A piece of a line. What mrkdwn, rich_text and Markdown have in common, so that each is drawn by the same code and none by a browser's HTML parser. */
export type Phrase =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Phrase[] }
  /** `href` is http, https or mailto; anything else never becomes a link. */
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Phrase[] }
  | { readonly type: 'user'; readonly id: string }
  | { readonly type: 'channel'; readonly id: string }
  /** A call to many that an app made on purpose: `@channel`. */
  | { readonly type: 'broadcast'; readonly text: string }
  | { readonly type: 'emoji'; readonly name: string; readonly character: string | null }
  | { readonly type: 'break' };

/** A piece of a text that stands on lines of its own. */
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
      /** How deep it stands, from 0. */
      readonly indent: number;
      readonly items: readonly (readonly Flow[])[];
    };

export function textPhrase(text: string): Phrase {
  return { type: 'text', text };
}

/** The pieces as a link, or as they are when the address is not one that a page may offer. */
export function linkOrText(url: string, children: readonly Phrase[]): readonly Phrase[] {
  const href = safeHref(url);
  return href === null ? children : [{ type: 'link', href, children }];
}

/** The address when following it can do no more than open a page or a letter; null for `javascript:` and all the rest. */
export function safeHref(url: string): string | null {
  if (!URL.canParse(url)) return null;
  return ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol) ? url : null;
}
