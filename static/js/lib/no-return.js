// A page that the browser keeps for Back may be nobody's by then: it is left blank, and asked for anew.
addEventListener('pagehide', ({ persisted }) => {
  document.documentElement.hidden = persisted;
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
