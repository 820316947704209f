import { z } from 'zod';
import { failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import { BINDING_NAMES, type Binding, type BindingName } from './binding.ts';
import { loadPcscMini } from './pcsc-mini.ts';
import { loadPcsclite } from './pcsclite.ts';

/** `auto` is pcsclite, and pcsc-mini where that cannot be loaded. */
export const BindingChoiceSchema = z.enum(['auto', ...BINDING_NAMES]);
export type BindingChoice = z.infer<typeof BindingChoiceSchema>;

export interface LoadedBinding {
  readonly binding: Binding;
  /** Why it is not the one that comes first. */
  readonly instead?: string;
}

export type Loaders = Readonly<Record<BindingName, () => Promise<Binding>>>;
const LOADERS: Loaders = { pcsclite: loadPcsclite, 'pcsc-mini': loadPcscMini };

/** Loads the binding of `choice`. Fails with `binding-unavailable`, giving the reason of each that was tried. */
export async function loadBinding(choice: BindingChoice, loaders = LOADERS): Promise<Result<LoadedBinding>> {
  const reasons: string[] = [];
  for (const name of choice === 'auto' ? BINDING_NAMES : [choice]) {
    try {
      const binding = await loaders[name]();
      return ok(reasons.length === 0 ? { binding } : { binding, instead: reasons.join('; ') });
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return fail(failure('binding-unavailable', reasons.join('; ')));
}
