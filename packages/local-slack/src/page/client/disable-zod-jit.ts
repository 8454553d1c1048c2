import * as z from 'zod';

// By default zod generates code when a schema is built, which the Content Security Policy forbids. This module turns
// that off, so it must load before every schema.
z.config({ jitless: true });
