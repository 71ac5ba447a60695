// The browser may keep this page for its Back button, and the user may have logged out by then. The kept page is
// blank, and it reloads when it is shown again.
addEventListener('pagehide', ({ persisted }) => {
  document.documentElement.hidden = persisted;
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
