import { environment } from './environment.ts';
import { Guarded, whole } from './guard.ts';

type ModelledScreen = Pick<Electron.Screen, 'getAllDisplays' | 'getPrimaryDisplay'>;

const EVENTS = ['display-added', 'display-removed', 'display-metrics-changed'] as const; // the display never changes

class Screen extends Guarded implements ModelledScreen {
  constructor() {
    super('screen', EVENTS);
  }

  getPrimaryDisplay(): Electron.Display {
    const size = { ...environment.display };
    const bounds = { x: 0, y: 0, ...size };
    return whole<Electron.Display>('display', {
      id: 1,
      bounds,
      size,
      workArea: bounds,
      workAreaSize: size,
      scaleFactor: 1,
      rotation: 0,
      internal: false,
    });
  }

  getAllDisplays(): Electron.Display[] {
    return [this.getPrimaryDisplay()];
  }
}

export const screen = new Screen();
