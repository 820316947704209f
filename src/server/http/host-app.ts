import type { HostDeps } from '../host/deps.ts';
import { type App, createApp } from './app.ts';
import { guards } from './auth.ts';
import { credentialRoutes } from './routes/credentials.ts';
import { deskRoutes } from './routes/desk.ts';
import { jobRoutes } from './routes/jobs.ts';
import { kioskRoutes } from './routes/kiosk.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { ruleRoutes } from './routes/rules.ts';
import { serviceRoutes } from './routes/service.ts';
import { tokenRoutes } from './routes/tokens.ts';

/** The remote server, not yet listening. */
export function buildHostApp(host: HostDeps, log = false): App {
  const app = createApp({ title: 'Recard remote server', log });
  const { store, now } = host;
  const guard = guards(store, now);
  // Routes are registered after the documentation, which collects them.
  app.after(() => {
    serviceRoutes(app, now);
    kioskRoutes({ app, host, guard });
    jobRoutes({ app, host, guard });
    deskRoutes({ app, host, guard });
    ruleRoutes({ app, host, guard });
    tokenRoutes({ app, host, guard });
    ledgerRoutes({ app, host, guard });
    credentialRoutes({ app, store, now, guard });
  });
  return app;
}
