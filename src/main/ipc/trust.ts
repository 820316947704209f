import type { IpcMainInvokeEvent } from 'electron';

/** A window that may call: its web contents and the page that it shows. */
export interface Sender {
  readonly webContentsId: number;
  readonly url: string;
}

/** As much of Electron's event as the check needs. */
export interface Caller {
  readonly sender: Pick<IpcMainInvokeEvent['sender'], 'id'>;
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

const withoutHash = (url: string): string => url.split(/[?#]/, 1)[0] ?? '';

/** Our own page, in the top frame of our own window; nothing that was navigated to or embedded. */
export function isTrusted({ sender, senderFrame }: Caller, trusted: Sender | null): boolean {
  return (
    trusted !== null &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    sender.id === trusted.webContentsId &&
    withoutHash(senderFrame.url) === withoutHash(trusted.url)
  );
}
