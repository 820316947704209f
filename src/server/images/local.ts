import { ok } from '../../shared/contract/result.ts';
import { confirm, issue, listBackups, record } from './backups.ts';
import { compose } from './composing.ts';
import type { ImageDeps } from './deps.ts';
import { fetchImage, signRules } from './fetch.ts';
import { describeKey } from './keys.ts';
import { listTransactions, post } from './ledger.ts';
import { offers } from './offers.ts';
import { programmes } from './programmes.ts';
import type { ImageService } from './service.ts';
import { side } from './side.ts';
import { state } from './state.ts';
import { setTitle } from './titles.ts';
import { transfer } from './transfer.ts';

/** The card image server in this process. */
export const localImageService = (deps: ImageDeps): ImageService => ({
  keys: async () => ok({ keys: [...deps.trusted].map(([keyId, key]) => describeKey(keyId, key)) }),
  issue: (body) => issue(deps, body),
  record: (body) => record(deps, body),
  post: (body) => post(deps.store, deps.now(), body),
  state: (body) => state(deps, body),
  compose: (body) => compose(deps, body),
  side: (body) => side(deps, body),
  transfer: (body) => transfer(deps, body),
  fetch: (body) => fetchImage(deps, body),
  signRules: async (body) => ok(signRules(deps, body)),
  offers: (body) => offers(deps, body),
  confirm: (body) => confirm(deps, body),
  backups: (body) => listBackups(deps, body),
  programmes: (body) => programmes(deps, body),
  transactions: (body) => listTransactions(deps.store, body),
  title: (body) => setTitle(deps.store, body),
});
