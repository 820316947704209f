import { type Members, NotModelled, whole } from '../guard.ts';
import { matches } from './url-pattern.ts';

export type HeaderMap = Record<string, string[]>;

export interface Request {
  readonly url: string;
  readonly method: string;
  readonly resourceType: Electron.OnBeforeRequestListenerDetails['resourceType'];
  readonly webContents: Electron.WebContents;
}

export interface Response extends Request {
  readonly responseHeaders: HeaderMap;
  readonly statusCode: number;
  readonly statusLine: string;
}

type Listener<Details, Answer> = (details: Details, callback: (answer: Answer) => void) => void;

interface Registered<Details, Answer> {
  readonly urls: readonly string[];
  readonly listener: Listener<Details, Answer>;
}

type BeforeRequest = Registered<Electron.OnBeforeRequestListenerDetails, Electron.CallbackResponse>;
type HeadersReceived = Registered<
  Electron.OnHeadersReceivedListenerDetails,
  Electron.HeadersReceivedResponse
>;

/** `session.webRequest`: of each event the listener that was set last, as in Electron. */
export class WebRequest {
  #before: BeforeRequest | undefined;
  #received: HeadersReceived | undefined;
  #lastId = 0;
  #staged = false;

  readonly asElectron: Electron.WebRequest = whole<Electron.WebRequest>('session.webRequest', {
    onBeforeRequest: (...args: unknown[]) => {
      this.#before = register(args);
    },
    onHeadersReceived: (...args: unknown[]) => {
      if (this.#staged) throw new NotModelled('session.webRequest.onHeadersReceived once a window is open');
      this.#received = register(args);
    },
  } satisfies Members<Electron.WebRequest>);

  /** Where Chromium is to pause: before each request, and at responses only if somebody wants to see them. */
  stages(): { requestStage: 'Request' | 'Response' }[] {
    this.#staged = true;
    if (this.#received === undefined) return [{ requestStage: 'Request' }];
    return [{ requestStage: 'Request' }, { requestStage: 'Response' }];
  }

  before(request: Request): Promise<Electron.CallbackResponse> {
    return this.#ask(this.#before, request);
  }

  received(response: Response): Promise<Electron.HeadersReceivedResponse> {
    return this.#ask(this.#received, response);
  }

  #ask<Details, Answer extends object>(
    registered: Registered<Details, Answer> | undefined,
    request: Request,
  ): Promise<Answer> {
    if (registered === undefined || !matches(request.url, registered.urls)) {
      return Promise.resolve({} as Answer);
    }
    this.#lastId += 1;
    const details = {
      ...request,
      id: this.#lastId,
      webContentsId: request.webContents.id,
      referrer: '',
      timestamp: Date.now(),
    };
    return new Promise((resolve) => registered.listener(details as Details, resolve));
  }
}

function register<Details, Answer>(args: unknown[]): Registered<Details, Answer> | undefined {
  const [first, second] = args;
  if (first === null || second === null) return undefined;
  if (typeof first === 'function')
    return { urls: ['<all_urls>'], listener: first as Listener<Details, Answer> };
  const { urls, ...others } = first as Electron.WebRequestFilter;
  const extra = Object.keys(others)[0];
  if (extra !== undefined) throw new NotModelled(`the webRequest filter's ${extra}`);
  return { urls, listener: second as Listener<Details, Answer> };
}
