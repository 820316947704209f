import { runtime } from '../app/runtime.ts';

type CheckHandler = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>;
type RequestHandler = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>;
type Asked = Parameters<RequestHandler>[1] & Parameters<CheckHandler>[1];

interface Descriptor {
  readonly name: string;
  readonly sysex?: boolean;
}

/** Electron's permissions that Chromium can be told about, and what they are called there. */
const ENFORCED: readonly (readonly [Asked, Descriptor])[] = [
  ['clipboard-read', { name: 'clipboard-read' }],
  ['clipboard-sanitized-write', { name: 'clipboard-write' }],
  ['geolocation', { name: 'geolocation' }],
  ['idle-detection', { name: 'idle-detection' }],
  ['keyboardLock', { name: 'keyboard-lock' }],
  ['media', { name: 'camera' }],
  ['media', { name: 'microphone' }],
  ['midi', { name: 'midi' }],
  ['midiSysex', { name: 'midi', sysex: true }],
  ['notifications', { name: 'notifications' }],
  ['pointerLock', { name: 'pointer-lock' }],
  ['speaker-selection', { name: 'speaker-selection' }],
  ['storage-access', { name: 'storage-access' }],
  ['top-level-storage-access', { name: 'top-level-storage-access' }],
  ['window-management', { name: 'window-management' }],
];

/**
 * Permissions cannot be asked about over the DevTools protocol at the moment that a page wants one. So the
 * handlers are asked about every permission before a page is loaded, and Chromium is told their answers:
 * granted if no handler objects, as in Electron. One answer holds for the whole browser.
 */
export class Permissions {
  checkHandler: CheckHandler | undefined;
  requestHandler: RequestHandler | undefined;
  readonly #told = new Map<Descriptor, 'granted' | 'denied'>();

  async enforce(contents: Electron.WebContents, url: string): Promise<void> {
    const { root } = await runtime.browser;
    await Promise.all(
      ENFORCED.map(async ([asked, permission]) => {
        const setting = (await this.#isGranted(contents, asked, url)) ? 'granted' : 'denied';
        if (this.#told.get(permission) === setting) return;
        this.#told.set(permission, setting);
        await root.send('Browser.setPermission', { permission, setting });
      }),
    );
  }

  async #isGranted(contents: Electron.WebContents, asked: Asked, requestingUrl: string): Promise<boolean> {
    const { checkHandler, requestHandler } = this;
    const details = { requestingUrl, isMainFrame: true, mediaType: 'unknown' as const };
    const origin = new URL(requestingUrl).origin;
    if (checkHandler !== undefined && !checkHandler(contents, asked, origin, details)) return false;
    if (requestHandler === undefined) return true;
    return new Promise((resolve) =>
      requestHandler(contents, asked, resolve, { requestingUrl, isMainFrame: true }),
    );
  }
}
