/**
 * `node --import …/register.ts <application>` runs an Electron application on the double.
 * This is what an application finds in `process` when Electron has started it.
 */
import './resolve-electron.ts';

Object.defineProperty(process, 'type', { value: 'browser', enumerable: true });
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
Object.defineProperty(process, 'resourcesPath', { value: import.meta.dirname, enumerable: true });
