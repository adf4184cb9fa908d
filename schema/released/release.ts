import { writeFileSync } from 'node:fs';
import { printPromises, RELEASED_FILE, readCurrentSchema } from './difference.ts';

/** Part of `npm run release:contracts`: from here on the schema of this checkout is what clients were promised. */
writeFileSync(RELEASED_FILE, printPromises(readCurrentSchema()));
