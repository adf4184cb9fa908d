// npm run test:chaos: the suites that have a long form, in it; or what the arguments select (they are jest's).
import { ensureInstalled } from './ensure-installed.mjs';
import { runJest } from './run-jest.mjs';

ensureInstalled();
const chosen = process.argv.slice(2);
// A suite has a long form when it says so with form.ts. One at a time: nothing but the fault disturbs them.
const longForms = ['--findRelatedTests', 'test/support/form.ts', '--runInBand'];
runJest(chosen.length > 0 ? chosen : longForms, { ...process.env, GATEHOUSE_TEST_FORM: 'long' });
