import { checkConfig } from '../../http/config.ts';
import { restore } from '../restore.ts';

/** A process to be killed: `node restore-process.ts DATA BACKUP` restores as `recard restore --replace` does. */
const [data = '', backup = ''] = process.argv.slice(2);
await restore(checkConfig({ data }), backup, { replace: true, now: Date.now() });
