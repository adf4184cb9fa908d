import type { Capability, Model, Target } from './resource.ts';

/** What a target can do: its model's capabilities, narrowed by its own when it names any. */
export function capabilitiesOf(target: Target, model: Model): readonly Capability[] {
  if (target.capabilities.length === 0) return model.capabilities;
  return model.capabilities.filter((capability) => target.capabilities.includes(capability));
}
