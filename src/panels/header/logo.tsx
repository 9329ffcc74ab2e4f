/** A roof and its ridge point. */
export const Logo = () => (
  <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
    <path
      d="M2 17 L10 5 H18"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinejoin="round"
      strokeLinecap="round"
    />
    <circle cx="10" cy="5" r="2.6" fill="var(--measured)" />
  </svg>
);
