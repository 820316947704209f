// The least that shows a window, with the security settings of Recard's own: what any application must wait for.
import path from 'node:path';
import { app, BrowserWindow } from 'electron';

app.enableSandbox();
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    show: false,
    width: 1080,
    height: 1920,
    webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false },
  });
  window.once('ready-to-show', () => {
    window.show();
    process.stdout.write(`${JSON.stringify({ event: 'page-ready' })}\n`);
  });
  void window.loadFile(path.join(import.meta.dirname, 'empty.html'));
});
