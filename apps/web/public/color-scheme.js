// Sets the scheme before the first paint. A file of its own: the content security policy allows no inline script.
(() => {
  const saved = window.localStorage.getItem('mantine-color-scheme-value');
  const dark =
    saved === 'dark' || (saved !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
