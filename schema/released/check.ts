import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { compareSchemas, RELEASED_FILE, readCurrentSchema } from './difference.ts';

/** Part of `npm run check`: fails when the schema breaks what was released, and lists what clients must be ready for. */
const released = buildSchema(readFileSync(RELEASED_FILE, 'utf8'));
const { breaking, dangerous } = compareSchemas(released, readCurrentSchema());
for (const change of dangerous) console.log(`clients must be ready for it: ${change}`);
for (const change of breaking) console.error(`this breaks clients: ${change}`);
if (breaking.length > 0) {
  console.error(
    'Keep what was released and deprecate it with a reason; a release later it may go. A break that is meant goes into CHANGELOG.md, and `npm run release:contracts` takes it over.',
  );
  process.exitCode = 1;
}
