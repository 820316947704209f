import { app, session } from 'electron';
import type { Log } from '../visit/services.ts';

/** Pages come from this program's own files; receipts are drawn from data. Nothing is ever fetched. */
const ALLOWED = /^(file|data|devtools|chrome-extension|blob):/;

/** Before any window exists: no navigation, no new windows, no permissions, no network, for every page. */
export function harden(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      log('window-denied', { url });
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event, url) => {
      log('navigation-denied', { url });
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
  });
}

/** After the application is ready: the session's own handlers. */
export function hardenSession(log: Log): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, decide) => {
    log('permission-denied', { permission });
    decide(false);
  });
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.webRequest.onBeforeRequest((details, decide) => {
    const cancel = !ALLOWED.test(details.url);
    if (cancel) log('request-denied', { url: details.url });
    decide({ cancel });
  });
}
