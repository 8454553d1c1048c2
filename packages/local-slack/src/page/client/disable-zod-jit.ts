import * as z from 'zod';

// The Content Security Policy forbids zod's generated code, so this turns it off before any schema is built.
z.config({ jitless: true });
