import { assertNever } from '../../shared/contract/result.ts';
import type { Screen } from '../../shared/visit/snapshot.ts';
import { spokenOf } from '../text/spoken.ts';
import { attract } from './attract.tsx';
import { backups } from './backups.tsx';
import { compare } from './compare.tsx';
import { comparing } from './comparing.tsx';
import { deciding } from './deciding.tsx';
import { done } from './done.tsx';
import type { Drawn, ScreenContext } from './drawn.ts';
import { find } from './find.tsx';
import { offer } from './offer.tsx';
import { offline } from './offline.tsx';
import { present } from './present.tsx';
import { reading } from './reading.tsx';
import { refused } from './refused.tsx';
import { removed } from './removed.tsx';
import { restoring } from './restoring.tsx';
import { trouble } from './trouble.tsx';
import { verifying } from './verifying.tsx';

/** Draws whatever the visit is at, in words for the kind of device that it is about. */
export function draw(screen: Screen, context: ScreenContext): Drawn {
  const kind = 'token' in screen ? (screen.token?.kind ?? 'card') : 'card';
  return drawScreen(screen, { ...context, text: spokenOf(kind, context.text) });
}

/** One file for each state, with the same name. */
function drawScreen(screen: Screen, context: ScreenContext): Drawn {
  switch (screen.screen) {
    case 'attract':
      return attract(context);
    case 'reading':
      return reading(screen, context);
    case 'deciding':
      return deciding(screen, context);
    case 'offer':
      return offer(screen, context);
    case 'restoring':
      return restoring(screen, context);
    case 'verifying':
      return verifying(screen, context);
    case 'done':
      return done(screen, context);
    case 'refused':
      return refused(screen, context);
    case 'removed':
      return removed(screen, context);
    case 'trouble':
      return trouble(screen, context);
    case 'offline':
      return offline(screen, context);
    case 'find':
      return find(screen, context);
    case 'backups':
      return backups(screen, context);
    case 'present':
      return present(screen, context);
    case 'comparing':
      return comparing(screen, context);
    case 'compare':
      return compare(screen, context);
    default:
      return assertNever(screen);
  }
}
