import * as z from 'zod';

// By default zod generates code, which the Content Security Policy of the page forbids.
z.config({ jitless: true });
