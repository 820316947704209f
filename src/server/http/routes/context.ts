import type { HostDeps } from '../../host/deps.ts';
import type { App } from '../app.ts';
import type { Guard } from '../auth.ts';

/** What every group of routes is given. */
export interface RouteContext {
  readonly app: App;
  readonly host: HostDeps;
  readonly guard: Guard;
}

export const SECURED = [{ bearer: [] }];
