/** The edge of a card that peeks out of a picture: the coral one, or the pale one of before. Any width fits. */
export function Band() {
  return (
    <svg className="band" aria-hidden="true">
      <rect className="card-1" width="100%" height="100%" />
      <svg
        className="band-part"
        aria-hidden="true"
        viewBox="260 0 260 104"
        preserveAspectRatio="xMaxYMid meet"
      >
        <circle className="card-2" cx="520" cy="104" r="236" />
        <circle className="card-3" cx="520" cy="104" r="150" />
        <circle className="card-4" cx="520" cy="104" r="74" />
      </svg>
      <svg className="band-part" aria-hidden="true" viewBox="0 0 130 104" preserveAspectRatio="xMinYMid meet">
        <rect className="chip" x="40" y="32" width="52" height="42" rx="9" />
        <path className="chip-line" d="M40 53h16M76 53h16M56 32v42M76 32v42" />
      </svg>
    </svg>
  );
}
