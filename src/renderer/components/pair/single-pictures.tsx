interface SingleProps {
  /** New on the card. */
  readonly fresh: boolean;
}

const tone = (fresh: boolean): string => (fresh ? 'gained' : 'kept');

/** A ticket: a torn slip. */
export function Slip({ fresh }: SingleProps) {
  return (
    <svg className="pictogram" viewBox="0 0 112 112" aria-hidden="true">
      <path
        className={tone(fresh)}
        d="M24 8a8 8 0 0 1 8-8h48a8 8 0 0 1 8 8v104l-10.7-8-10.6 8L56 104l-10.7 8-10.6-8L24 112z"
      />
      <path className="slip-text" d="M38 24h36M38 42h22" />
      <path className="slip-code" d="M38 66v22M46 66v22M56 66v22M62 66v22M72 66v22" />
    </svg>
  );
}

/** A membership: a rosette. */
export function Rosette({ fresh }: SingleProps) {
  return (
    <svg className="pictogram" viewBox="0 0 112 112" aria-hidden="true">
      <path className={tone(fresh)} d="M36 62 24 112l32-16 32 16-12-50z" opacity=".72" />
      <circle className={tone(fresh)} cx="56" cy="42" r="40" />
      <circle className="rosette-rim" cx="56" cy="42" r="27" />
    </svg>
  );
}

/** Settings: two switches. */
export function Switches({ fresh }: SingleProps) {
  return (
    <svg className="pictogram" viewBox="0 0 112 112" aria-hidden="true">
      <rect className={tone(fresh)} x="10" y="14" width="92" height="38" rx="19" />
      <circle className="knob" cx="83" cy="33" r="13" />
      <rect className={tone(fresh)} x="10" y="62" width="92" height="38" rx="19" opacity=".55" />
      <circle className="knob" cx="29" cy="81" r="13" />
    </svg>
  );
}

/** Data of a programme that this kiosk carries without knowing it: a parcel. */
export function Parcel({ fresh }: SingleProps) {
  return (
    <svg className="pictogram" viewBox="0 0 112 112" aria-hidden="true">
      <path className={tone(fresh)} d="M12 34h88v62a8 8 0 0 1-8 8H20a8 8 0 0 1-8-8z" />
      <path className={tone(fresh)} d="M22 10h68l10 20H12z" opacity=".72" />
      <path className="slip-text" d="M46 52h20" />
    </svg>
  );
}
