import { createApp } from './src/app.ts';
import { enqueuePosts } from './src/coordination/outbox/post.ts';
import * as A from './test/bot/slack/messages/announcements-to-render.ts';
import { readdirSync } from 'node:fs';
const files = readdirSync('./test/bot/slack/messages').filter((f) => f.endsWith('-to-render.ts'));
const all = [];
for (const f of files) { const m = await import('./test/bot/slack/messages/' + f); for (const [n, v] of Object.entries(m)) { if (v && typeof v === 'object' && typeof v.type === 'string') all.push([n, v]); else if (Array.isArray(v)) v.forEach((x, i) => x && typeof x.type === 'string' && all.push([n + i, x])); } }
const log = { info() {}, warn() {}, error: console.error };
const { app, close } = createApp({ platform: 'embedded', dataFolder: process.argv[2] }, { log });
await app.store.transaction((t) => enqueuePosts(t, all.map(([key, announcement]) => ({ key: 'show-' + key, announcement }))));
console.log(all.map(([n]) => n).join(' '));
await close();
