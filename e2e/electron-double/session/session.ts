import { Guarded, type Members, whole } from '../guard.ts';
import { Permissions } from './permissions.ts';
import { WebRequest } from './web-request.ts';

type ModelledSession = Pick<
  Electron.Session,
  | 'isSpellCheckerEnabled'
  | 'setDevicePermissionHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'webRequest'
>;

export const permissions = new Permissions();
export const webRequest = new WebRequest();

class Session extends Guarded implements ModelledSession {
  readonly webRequest = webRequest.asElectron;
  #spellChecker = false;

  constructor() {
    super('session', []);
  }

  setPermissionCheckHandler(handler: Parameters<Electron.Session['setPermissionCheckHandler']>[0]): void {
    permissions.checkHandler = handler ?? undefined;
  }

  setPermissionRequestHandler(handler: Parameters<Electron.Session['setPermissionRequestHandler']>[0]): void {
    permissions.requestHandler = handler ?? undefined;
  }

  /** No USB, HID or serial device is ever offered to a page here, so there is nothing to ask about. */
  setDevicePermissionHandler(_handler: unknown): void {}

  /** Debian's Chromium comes without dictionaries, so there is no spell checker to switch. */
  setSpellCheckerEnabled(enable: boolean): void {
    this.#spellChecker = enable;
  }

  isSpellCheckerEnabled(): boolean {
    return this.#spellChecker;
  }
}

export const defaultSession: Electron.Session = whole<Electron.Session>('session', new Session());

export const session = whole<typeof Electron.Session>('session', { defaultSession } satisfies Members<
  typeof Electron.Session
>);
