import { Guarded, type Members, NotModelled, whole } from './guard.ts';

/** No shortcut can be taken from the system here: registering one fails, which Electron allows it to. */
export const globalShortcut = whole<Electron.GlobalShortcut>('globalShortcut', {
  register: () => false,
  isRegistered: () => false,
  unregister: () => {},
  unregisterAll: () => {},
} satisfies Members<Electron.GlobalShortcut>);

export const dialog = whole<Electron.Dialog>('dialog', {
  showErrorBox: (title, content) => {
    process.stderr.write(`${title}\n${content}\n`);
  },
} satisfies Members<Electron.Dialog>);

/** Only that there is no menu. */
export const Menu = whole<typeof Electron.Menu>('Menu', {
  setApplicationMenu: (menu: Electron.Menu | null) => {
    if (menu !== null) throw new NotModelled('menus');
  },
  getApplicationMenu: () => null,
});

class NativeTheme
  extends Guarded
  implements Pick<Electron.NativeTheme, 'shouldUseDarkColors' | 'themeSource'>
{
  themeSource: Electron.NativeTheme['themeSource'] = 'system';

  constructor() {
    super('nativeTheme', ['updated']); // the system's theme never changes here
  }

  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark';
  }
}

export const nativeTheme = new NativeTheme();
