import { NotModelled } from '../guard.ts';

type Options = Electron.BrowserWindowConstructorOptions;
type Preferences = Electron.WebPreferences;

const MODELLED: readonly (keyof Options)[] = [
  'width',
  'height',
  'x',
  'y',
  'kiosk',
  'fullscreen',
  'show',
  'webPreferences',
];

/** What concerns only the frame around a window, or how it behaves for a mouse: there is no frame to see here. */
const IGNORED: readonly (keyof Options)[] = [
  'acceptFirstMouse',
  'alwaysOnTop',
  'autoHideMenuBar',
  'backgroundColor',
  'center',
  'closable',
  'darkTheme',
  'disableAutoHideCursor',
  'enableLargerThanScreen',
  'focusable',
  'frame',
  'fullscreenable',
  'hasShadow',
  'icon',
  'maxHeight',
  'maxWidth',
  'maximizable',
  'minHeight',
  'minWidth',
  'minimizable',
  'movable',
  'paintWhenInitiallyHidden',
  'resizable',
  'roundedCorners',
  'skipTaskbar',
  'thickFrame',
  'title',
  'titleBarStyle',
  'useContentSize',
];

/** The renderer here is always isolated and sandboxed: preferences that would have it otherwise are refused. */
const FIXED: Readonly<Partial<Record<keyof Preferences, unknown>>> = {
  allowRunningInsecureContent: false,
  contextIsolation: true,
  experimentalFeatures: false,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  sandbox: true,
  webSecurity: true,
  webviewTag: false,
};

const IGNORED_PREFERENCES: readonly (keyof Preferences)[] = [
  'autoplayPolicy',
  'backgroundThrottling',
  'defaultEncoding',
  'devTools',
  'disableDialogs',
  'enableWebSQL',
  'navigateOnDragDrop',
  'safeDialogs',
  'spellcheck',
];

const MODELLED_PREFERENCES: readonly (keyof Preferences)[] = ['additionalArguments', 'javascript', 'preload'];

/** Throws for options that are neither modelled nor without effect here. */
export function checkOptions(options: Options): void {
  for (const name of Object.keys(options) as (keyof Options)[]) {
    if (!MODELLED.includes(name) && !IGNORED.includes(name))
      throw new NotModelled(`the window option ${name}`);
  }
  const { webPreferences = {} } = options;
  for (const [name, value] of Object.entries(webPreferences) as [keyof Preferences, unknown][]) {
    if (MODELLED_PREFERENCES.includes(name) || IGNORED_PREFERENCES.includes(name)) continue;
    if (!(name in FIXED) || FIXED[name] !== value) throw new NotModelled(`webPreferences.${name} = ${value}`);
  }
}
