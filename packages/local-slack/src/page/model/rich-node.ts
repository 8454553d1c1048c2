/** Inline content. mrkdwn, rich_text and Markdown share these nodes, so the same code draws them without the browser's HTML parser. */
export type Phrase =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Phrase[] }
  /** `href` is http, https or mailto. Other URLs never become links. */
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Phrase[] }
  | { readonly type: 'user'; readonly id: string }
  | { readonly type: 'channel'; readonly id: string }
  /** A mention of many, like `@channel`, that an app has sent. */
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
      /** The nesting depth, from 0. */
      readonly indent: number;
      readonly items: readonly (readonly Flow[])[];
    };

export function textPhrase(text: string): Phrase {
  return { type: 'text', text };
}

/** A link, or only its text if the URL is not safe. */
export function linkOrText(url: string, children: readonly Phrase[]): readonly Phrase[] {
  const href = safeHref(url);
  return href === null ? children : [{ type: 'link', href, children }];
}

/** The URL if it is http, https or mailto; null for `javascript:` and all others. */
export function safeHref(url: string): string | null {
  if (!URL.canParse(url)) return null;
  return ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol) ? url : null;
}
