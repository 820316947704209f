import { Fragment, useEffect, useRef, useState } from 'react';
import type { JobAction, UserAction } from '../../../shared/contract/ipc.ts';
import type { Received } from '../../bridge/snapshot-store.ts';
import { useMainClock } from '../../bridge/use-snapshot.ts';
import type { Comfort, ComfortChange } from '../../comfort/comfort.ts';
import type { Form } from '../../comfort/form.ts';
import { draw } from '../../screens/draw.ts';
import { useSpeech } from '../../sound/use-voice.ts';
import { useText } from '../../text/use-text.ts';
import { Ledge } from '../ledge/ledge.tsx';
import { Records } from '../records/records.tsx';
import { CallNotice } from '../staff/call-notice.tsx';
import { PinPad } from '../staff/pin-pad.tsx';
import { useStaff } from '../staff/use-staff.ts';
import { EMPTY_SCENE } from '../stage/scene.ts';
import { Aside } from './aside.tsx';
import { Bar, mayLook } from './bar.tsx';
import { Say } from './say.tsx';
import { useRoom } from './use-room.ts';
import './kiosk.css';
import './portrait.css';
import './landscape.css';
import './desk.css';
import './desk-elsewhere.css';

interface KioskProps {
  readonly received: Received;
  readonly form: Form;
  readonly comfort: Comfort;
  readonly changeComfort: (change: ComfortChange) => void;
  readonly act: (action: UserAction) => void;
  readonly actOnJob: (action: JobAction) => void;
}

/** The frame of all screens. The drawing lives here, so that a change of state moves the card and nothing else. */
export function Kiosk({ received, form, comfort, changeComfort, act, actOnJob }: KioskProps) {
  const { snapshot } = received;
  const text = useText();
  const root = useRef<HTMLDivElement>(null);
  const now = useMainClock(received, 1000);
  const staff = useStaff();
  const [lastRing, setLastRing] = useState<number | null>(null);
  const drawn = draw(snapshot.screen, {
    snapshot,
    text,
    form,
    now,
    lastRing,
    comfort,
    changeComfort,
    act,
    actOnJob,
    callStaff: staff.callStaff,
    signIn: staff.openSignIn,
  });
  const scene = { ...EMPTY_SCENE, ...drawn.scene };
  const name = snapshot.screen.screen;
  useEffect(() => {
    // the ring of an interrupted write waits where it was; any other screen begins anew
    if (name !== 'removed') setLastRing(scene.ring);
  }, [name, scene.ring]);
  useSpeech(comfort.listening, `${drawn.title}. ${drawn.lead}`, comfort.language);
  useRoom(root, form, comfort.lowered);

  return (
    <div
      ref={root}
      className="kiosk"
      data-screen={name}
      data-field={form === 'desk' ? 'plain' : drawn.field}
      data-lowered={comfort.lowered}
    >
      <Bar
        snapshot={snapshot}
        token={drawn.token}
        now={now}
        onStaff={staff.openExit}
        onSignIn={staff.openSignIn}
        onSignOut={staff.signOut}
        onRecords={staff.openRecords}
      />
      <main className="screen">
        <Say
          screen={name}
          title={drawn.title}
          lead={drawn.lead}
          poster={drawn.poster ?? false}
          note={drawn.note ?? null}
        />
        <Fragment key={name}>{drawn.rest}</Fragment>
        <Aside
          scene={scene}
          field={form === 'desk' && drawn.field === 'plain' ? 'calm' : drawn.field}
          label={drawn.picture}
          snapshot={snapshot}
          lying={drawn.lying ?? snapshot.onReaders}
        />
      </main>
      <Ledge
        comfort={comfort}
        change={changeComfort}
        onCallStaff={staff.callStaff}
        attract={name === 'attract'}
        lowers={form === 'portrait'}
      />
      <p className="unseen" aria-live="polite">
        {`${drawn.title}. ${drawn.lead}`}
      </p>
      {staff.call === null ? null : <CallNotice state={staff.call} onClose={staff.closeCall} />}
      {staff.records && mayLook(snapshot) ? <Records now={now} onClose={staff.closeRecords} /> : null}
      {staff.pad === null ? null : <PinPad purpose={staff.pad} onClose={staff.closePad} />}
    </div>
  );
}
