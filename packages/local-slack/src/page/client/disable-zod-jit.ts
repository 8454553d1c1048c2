import * as z from 'zod';

// zod generates code when a schema is built, which the Content Security Policy forbids. This module must load first.
z.config({ jitless: true });
