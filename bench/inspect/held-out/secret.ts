import type { SecretKind } from '../../../policy/inspect/secret-kind.ts';
import { type Case, clean, place } from '../corpus/case.ts';
import { Draw } from '../corpus/draw.ts';
import { assignedValue, secretMakers } from '../corpus/secret-corpus.ts';

/* Held out: written before the detector was tuned, and measured only. */
const drawsOfTemplate = 5;

const templates: readonly string[] = [
  'why does @@ give me 401?',
  'env:\n  - name: KEY\n    value: @@\n',
  'Authorization: Bearer @@',
  '// TODO remove @@ before the merge',
  'client = Client("@@")',
];
const assignments: readonly string[] = [
  'MYSQL_ROOT_PASSWORD: "@@"',
  'spring.datasource.password=@@',
  'my wifi password: @@',
  '"accessToken":"@@"',
  'const dbPassword = "@@";',
  'os.environ["API_KEY"] = "@@"',
  '--password=@@ --host=db',
  'x-api-key: @@',
];
const negatives: readonly string[] = [
  'The password must have 8 characters, one digit and one upper-case letter.',
  'password: str = Field(min_length=12, max_length=64)',
  'token = tokenizer.encode(text, allowed_special={"<|endoftext|>"})',
  'if (user.password !== hash2) throw new Error("wrong password: try 3 more times");',
  'secret: !Ref DatabaseSecret1',
  'kubectl create secret generic regcred --from-file=.dockerconfigjson=/home/ci/.docker/config.json',
  'API_KEY=$(pass show corp/api-key)',
  'resetPasswordUrl: "/account/reset-password/v2"',
  'The secret: measure twice, cut once. Token: a piece of text of about 4 characters.',
  'sk-learn 1.4, skip-12, task-42 and risk-2024 are names.',
  'git checkout 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12 # the token test',
  'csrf_token: {{ csrf_token() }}',
  'token_endpoint: https://login.corp.com/oauth2/v2.0/token',
  'passwordHashAlgorithm: argon2id',
  'secretKeyRef:\n  name: db-secret-2\n  key: password',
  'max_tokens=4096, stop_token_id=128001, pad_token="<pad>"',
];

/** Nobody tunes on these. */
export function listHeldOutSecrets(): readonly Case[] {
  const draw = new Draw(77_003);
  const rounds = Array.from({ length: drawsOfTemplate });
  const known = Object.entries(secretMakers).flatMap(([kind, make]) =>
    templates.flatMap((text) => rounds.map(() => place(text, kind as SecretKind, make(draw)))),
  );
  const assigned = assignments.flatMap((text) =>
    rounds.map(() => place(text, 'assigned_secret', assignedValue(draw))),
  );
  return [...known, ...assigned, ...negatives.map(clean)];
}
