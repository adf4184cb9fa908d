import type { handleBidiStreamingCall, Server } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { reflectionContract, reflectionContractAlpha } from '../../../proto/contract/reflection.ts';
import { descriptorFiles } from '../../../proto/generated/descriptors.ts';
import type { ServerReflectionRequest__Output as Question } from '../../../proto/generated/grpc/reflection/v1/ServerReflectionRequest.ts';
import type { ServerReflectionResponse as Answer } from '../../../proto/generated/grpc/reflection/v1/ServerReflectionResponse.ts';

type Body = Omit<Answer, 'validHost' | 'originalRequest'>;
type Reflect = handleBidiStreamingCall<Question, Answer>;

interface DescriptorFile {
  readonly dependencies: readonly string[];
  readonly bytes: Buffer;
}

const filesByName: ReadonlyMap<string, DescriptorFile> = new Map(
  descriptorFiles.map((file) => [
    file.name,
    { dependencies: file.dependencies, bytes: Buffer.from(file.base64, 'base64') },
  ]),
);
const fileNameBySymbol: ReadonlyMap<string, string> = new Map(
  descriptorFiles.flatMap((file) => file.symbols.map((symbol) => [symbol, file.name] as const)),
);

/**
 * Adds gRPC server reflection, v1 and v1alpha: a tool learns the contracts from the server itself. A file comes with all
 * that it imports, each file once a stream.
 *
 * @param serviceNames what `list_services` names
 */
export function addReflectionService(server: Server, serviceNames: readonly string[]): void {
  const listed: Body = {
    listServicesResponse: { service: serviceNames.map((name) => ({ name })) },
  };
  const reflect: Reflect = (call) => {
    const sent = new Set<string>();
    call.on('data', (question) => {
      const body = answer(question, listed, sent);
      call.write({ validHost: question.host, originalRequest: question, ...body });
    });
    call.on('end', () => call.end());
  };
  server.addService(reflectionContract.ServerReflection.service, { ServerReflectionInfo: reflect });
  server.addService(reflectionContractAlpha.ServerReflection.service, {
    ServerReflectionInfo: reflect,
  });
}

function answer(question: Question, listed: Body, sent: Set<string>): Body {
  switch (question.messageRequest) {
    case 'listServices':
      return listed;
    case 'fileByFilename':
      return describe(question.fileByFilename ?? '', sent);
    case 'fileContainingSymbol':
      return describe(fileNameBySymbol.get(question.fileContainingSymbol ?? '') ?? '', sent);
    case 'allExtensionNumbersOfType':
      return {
        allExtensionNumbersResponse: { baseTypeName: question.allExtensionNumbersOfType ?? '' },
      };
    case 'fileContainingExtension':
      return refuse(status.NOT_FOUND, 'This server has no extensions.');
    default:
      return refuse(status.INVALID_ARGUMENT, 'The question is of no known kind.');
  }
}

function describe(fileName: string, sent: Set<string>): Body {
  if (!filesByName.has(fileName))
    return refuse(status.NOT_FOUND, 'This server has no such file or symbol.');
  // What was asked for is always sent; what it imports, once a stream.
  sent.delete(fileName);
  const bodies: Buffer[] = [];
  collect(fileName, sent, bodies);
  return { fileDescriptorResponse: { fileDescriptorProto: bodies } };
}

function collect(fileName: string, sent: Set<string>, bodies: Buffer[]): void {
  const file = filesByName.get(fileName);
  if (file === undefined || sent.has(fileName)) return;
  sent.add(fileName);
  bodies.push(file.bytes);
  for (const dependency of file.dependencies) collect(dependency, sent, bodies);
}

function refuse(errorCode: number, errorMessage: string): Body {
  return { errorResponse: { errorCode, errorMessage } };
}
