/** The mark: assets that are linked. */
export function Logo(props: { sizePx?: number }) {
  const size = props.sizePx ?? 20;
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden
    >
      <path d="M8.6 9.6 13 7.4M9 13l5.4 3.6M6.2 13.6 5.4 17" strokeLinecap="round" />
      <circle cx="6.6" cy="11" r="2.4" />
      <circle cx="15.6" cy="6.2" r="2.8" />
      <circle cx="16.8" cy="18" r="2.8" />
      <circle cx="4.9" cy="19" r="1.8" />
    </svg>
  );
}

/** The mark with the name. */
export function Brand() {
  return (
    <span className="row" style={{ fontWeight: 700, fontSize: '1rem' }}>
      <Logo sizePx={24} /> PESSCARA
    </span>
  );
}
