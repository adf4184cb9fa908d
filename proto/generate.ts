import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { generateDescriptors } from './generate-descriptors.ts';

/** Writes `proto/generated/` from the `.proto` files; the options must match those of `load.ts`. */
const options = [
  '--longs=String',
  '--enums=String',
  '--defaults',
  '--oneofs',
  '--arrays',
  '--objects',
  '--grpcLib=@grpc/grpc-js',
  '--importFileExtension=.ts',
  '--includeDirs=proto',
  '--outDir=proto/generated',
];
const files = [
  'gatehouse/config/v1/config_service.proto',
  'gatehouse/config/v1/resources.proto',
  'gatehouse/usage/v1/usage_service.proto',
  'gatehouse/usage/v1/budget_service.proto',
  'gatehouse/inference/v1/inference_service.proto',
  'gatehouse/detector/v1/detector_service.proto',
  'google/rpc/status.proto',
  'google/rpc/error_details.proto',
  'grpc/reflection/v1/reflection.proto',
];

rmSync('proto/generated', { recursive: true, force: true });
execFileSync('node_modules/.bin/proto-loader-gen-types', [...options, ...files], {
  stdio: ['ignore', 'ignore', 'inherit'],
});

// The generator writes imports that it does not always use, which our compiler options refuse.
for (const name of readdirSync('proto/generated').filter((entry) => entry.endsWith('.ts'))) {
  const path = `proto/generated/${name}`;
  writeFileSync(path, `// @ts-nocheck\n${readFileSync(path, 'utf8')}`);
}

generateDescriptors();
