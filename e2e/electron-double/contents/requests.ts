import { inBackground } from '../background.ts';
import type { Target } from '../chromium/browser.ts';
import type { CdpSession } from '../chromium/cdp.ts';
import { electronEvent } from '../event.ts';
import { NotModelled } from '../guard.ts';
import type { Permissions } from '../session/permissions.ts';
import type { HeaderMap, Request, WebRequest } from '../session/web-request.ts';
import type { Emit } from './emit.ts';
import type { Page } from './page.ts';
import { pidOfRequest } from './renderer.ts';

export type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

interface Paused {
  readonly requestId: string;
  readonly networkId?: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly frameId: string;
  readonly resourceType: string;
  readonly responseStatusCode?: number;
  readonly responseStatusText?: string;
  readonly responseErrorReason?: string;
  readonly responseHeaders?: readonly { readonly name: string; readonly value: string }[];
}

interface Policy {
  readonly contents: () => Electron.WebContents;
  readonly webRequest: WebRequest;
  readonly permissions: Permissions;
}

/** Lets the application decide about each request of a page, each navigation and each window it would open. */
export class Requests {
  openHandler: OpenHandler | undefined;
  /** OS pid of the process that draws the main frame, as its last request told it; 0 before the first one. */
  rendererPid = 0;
  readonly #emit: Emit;
  readonly #policy: Policy;
  /** Navigations that the page itself began; those of `loadURL` and `reload` are not asked about. */
  readonly #begunByPage = new Set<string>();

  constructor(page: Page, emit: Emit, policy: Policy) {
    this.#emit = emit;
    this.#policy = policy;
    page.beforeFirstScript((target) => this.#watch(target));
  }

  async #watch({ session, targetId }: Target): Promise<void> {
    session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      if (frameId === targetId) this.#begunByPage.add(withoutFragment(url));
    });
    session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      this.#askToOpen(url, windowName, windowFeatures.join(','));
    });
    session.on('Fetch.requestPaused', (paused) => inBackground(this.#decide(session, targetId, paused)));
    const stages = this.#policy.webRequest.stages();
    await session.send('Fetch.enable', { patterns: stages.map((stage) => ({ urlPattern: '*', ...stage })) });
  }

  #askToOpen(url: string, frameName: string, features: string): void {
    const details = {
      url,
      frameName,
      features,
      disposition: 'foreground-tab' as const,
      referrer: { url: '', policy: 'default' as const },
    };
    if (this.openHandler?.(details)?.action === 'deny') return;
    throw new NotModelled('windows opened by a page: setWindowOpenHandler must answer deny');
  }

  async #decide(session: CdpSession, mainFrameId: string, paused: Paused): Promise<void> {
    if (paused.responseStatusCode !== undefined || paused.responseErrorReason !== undefined) {
      return this.#answerResponse(session, paused);
    }
    const { requestId, request } = paused;
    const isMainFrame = paused.resourceType === 'Document' && paused.frameId === mainFrameId;
    if (paused.frameId === mainFrameId) this.rendererPid = pidOfRequest(paused.networkId) ?? this.rendererPid;
    if (isMainFrame) {
      if (this.#isDenied(request.url)) {
        await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
      await this.#policy.permissions.enforce(this.#policy.contents(), request.url);
    }
    const answer = await this.#policy.webRequest.before(this.#describe(paused, isMainFrame));
    if (answer.cancel === true) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    } else if (answer.redirectURL !== undefined) {
      const responseHeaders = [{ name: 'Location', value: answer.redirectURL }];
      await session.send('Fetch.fulfillRequest', { requestId, responseCode: 307, responseHeaders });
    } else {
      await session.send('Fetch.continueRequest', { requestId });
    }
  }

  #isDenied(url: string): boolean {
    if (!this.#begunByPage.delete(withoutFragment(url))) return false;
    const event = electronEvent({ url, isSameDocument: false, isMainFrame: true });
    this.#emit('will-navigate', event, url, false, true, 1, 1);
    return event.defaultPrevented;
  }

  async #answerResponse(session: CdpSession, paused: Paused): Promise<void> {
    const { requestId, responseStatusCode: responseCode } = paused;
    if (responseCode === undefined) {
      await session.send('Fetch.continueRequest', { requestId });
      return;
    }
    const received: HeaderMap = {};
    for (const { name, value } of paused.responseHeaders ?? [])
      received[name] = [...(received[name] ?? []), value];
    const isMainFrame = paused.resourceType === 'Document';
    const answer = await this.#policy.webRequest.received({
      ...this.#describe(paused, isMainFrame),
      responseHeaders: received,
      statusCode: responseCode,
      statusLine: `HTTP/1.1 ${responseCode} ${paused.responseStatusText ?? ''}`,
    });
    if (answer.cancel === true) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
      return;
    }
    const responseHeaders = Object.entries(answer.responseHeaders ?? received).flatMap(([name, values]) =>
      [values].flat().map((value) => ({ name, value })),
    );
    await session.send('Fetch.continueResponse', { requestId, responseCode, responseHeaders });
  }

  #describe({ request, resourceType }: Paused, isMainFrame: boolean): Request {
    return {
      url: request.url,
      method: request.method,
      resourceType: isMainFrame ? 'mainFrame' : electronType(resourceType),
      webContents: this.#policy.contents(),
    };
  }
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/, '');
}

const TYPES: Readonly<Record<string, Request['resourceType']>> = {
  Document: 'subFrame',
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  Media: 'media',
  WebSocket: 'webSocket',
};

function electronType(type: string): Request['resourceType'] {
  return TYPES[type] ?? 'other';
}
