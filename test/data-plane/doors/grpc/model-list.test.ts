import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { answerAll, metadataOf, openDoor } from './open-door.ts';

// Goal: what a caller of the typed door sees of the list of models, on real sockets.
// Method: grpc-js as client.

describe('the list of models', () => {
  const list = (open: Awaited<ReturnType<typeof openDoor>>, key: string) =>
    new Promise<unknown>((resolve) =>
      open.client.ListModels({}, metadataOf({ 'x-api-key': key }), (error, reply) =>
        resolve(error?.code ?? reply),
      ),
    );

  test('names what the key may use', async () => {
    await using open = await openDoor({ handle: answerAll });
    expect(await list(open, 'good-key')).toEqual({
      models: [
        { id: 'smart', operation: 'chat' },
        { id: 'vectors', operation: 'embedding' },
      ],
    });
  });

  test('is refused with a wrong key', async () => {
    await using open = await openDoor({ handle: answerAll });
    expect(await list(open, 'bad-key')).toBe(status.UNAUTHENTICATED);
  });
});
