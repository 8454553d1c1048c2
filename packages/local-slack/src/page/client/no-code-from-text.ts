import * as z from 'zod';

// The page's Content-Security-Policy allows no code made from text, which zod tries as soon as a schema is built: so this is loaded first.
z.config({ jitless: true });
