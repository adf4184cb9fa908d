import { makeDevelopmentCertificates } from './development-certificates.ts';

const [directory, ...nodeIds] = process.argv.slice(2);
if (directory === undefined || nodeIds.length === 0) {
  process.stderr.write(
    'usage: npm run certificates -- <directory> <node> [<node> ...], a node is <id> or <pool>/<id>\n',
  );
  process.exit(2);
}
try {
  const made = makeDevelopmentCertificates(directory, nodeIds, new Date());
  const said = made.length === 0 ? 'nothing to renew' : `made ${made.join(', ')}`;
  process.stdout.write(`${said} in ${directory}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
