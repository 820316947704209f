/** The edge of a card that peeks out of a picture: the coral one, or the pale one of before. */
export function Band() {
  return (
    <svg className="band" viewBox="0 0 520 104" preserveAspectRatio="xMaxYMid slice" aria-hidden="true">
      <rect className="card-1" width="520" height="104" />
      <circle className="card-2" cx="520" cy="104" r="236" />
      <circle className="card-3" cx="520" cy="104" r="150" />
      <circle className="card-4" cx="520" cy="104" r="74" />
      <rect className="chip" x="40" y="32" width="52" height="42" rx="9" />
      <path className="chip-line" d="M40 53h16M76 53h16M56 32v42M76 32v42" />
    </svg>
  );
}
