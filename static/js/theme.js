// Runs before the first paint, so that the page never flashes in the wrong colours.
(() => {
  const root = document.documentElement;
  const darkSystem = matchMedia('(prefers-color-scheme: dark)');

  function chosen() {
    try {
      return localStorage.getItem('chat:theme') ?? 'system';
    } catch {
      return 'system';
    }
  }

  function apply() {
    const choice = chosen();
    const dark = choice === 'dark' || (choice === 'system' && darkSystem.matches);
    root.setAttribute('data-bs-theme', dark ? 'dark' : 'light');
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#141312' : '#f6f5f2');
  }

  apply();
  darkSystem.addEventListener('change', apply);
  addEventListener('storage', apply);
  addEventListener('chat:theme', apply);
})();
