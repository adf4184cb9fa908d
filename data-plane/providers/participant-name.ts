import type { Message } from '../inference.ts';
import { foreignField } from './foreign-field.ts';

type Speaker = Exclude<Message['role'], 'developer'>;

/**
 * For wires that have no names of participants. A name that every message of its role bears tells nobody apart and is left out, as
 * frameworks send it; where a role has several names, or some messages of it none, who spoke would be lost. The name of a tool
 * repeats that of its call. What the system and the developer say counts as one role.
 *
 * @throws GatewayError invalid_request with the path of the first name of such a role
 */
export function refuseSeveralNames(messages: readonly Message[]): void {
  if (!messages.some(isNamed)) return;
  const firstNames = new Map<Speaker, string | undefined>();
  for (const message of messages) {
    const speaker = speakerOf(message);
    if (speaker === 'tool') continue;
    if (!firstNames.has(speaker)) firstNames.set(speaker, message.name);
    else if (firstNames.get(speaker) !== message.name) {
      const at = messages.findIndex((one) => speakerOf(one) === speaker && isNamed(one));
      throw foreignField(`messages.${at}.name`);
    }
  }
}

function isNamed({ role, name }: Message): boolean {
  return name !== undefined && role !== 'tool';
}

function speakerOf({ role }: Message): Speaker {
  return role === 'developer' ? 'system' : role;
}
