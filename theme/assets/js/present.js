/* The presenter's keys. Without this the screens are a page of anchors, which the links turn. */
(function () {
  var doc = document, screens = [].slice.call(doc.querySelectorAll('.screen'));
  var steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ' ': 1, Enter: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1 };

  function at() {
    var middle = innerHeight / 2;
    return Math.max(0, screens.findIndex(function (screen) {
      var box = screen.getBoundingClientRect();
      return box.top <= middle && box.bottom > middle;
    }));
  }
  function show(number) {
    var screen = screens[Math.min(Math.max(number, 0), screens.length - 1)];
    screen.scrollIntoView();
    screen.focus({ preventScroll: true });
    try { history.replaceState(null, '', '#' + screen.id); } catch (error) { /* file:// */ }
  }
  doc.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('a') && (event.key === 'Enter' || event.key === ' ')) return;
    if (event.key in steps) show(at() + steps[event.key]);
    else if (event.key === 'Home') show(0);
    else if (event.key === 'End') show(screens.length - 1);
    else if (/^f$/i.test(event.key) && doc.fullscreenElement) doc.exitFullscreen();
    else if (/^f$/i.test(event.key) && doc.documentElement.requestFullscreen) doc.documentElement.requestFullscreen();
    else return;
    event.preventDefault();
  });
})();
