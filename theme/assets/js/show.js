/* Reading settings and the picture viewer. Pages are complete without it. */
(function () {
  var doc = document, html = doc.documentElement;
  function byId(id) { return doc.getElementById(id); }
  function keep(name, value) {
    if (value) html.setAttribute('data-' + name, value); else html.removeAttribute('data-' + name);
    try {
      if (value) localStorage.setItem('showcase-' + name, value); else localStorage.removeItem('showcase-' + name);
    } catch (error) { /* storage may be closed: the setting then lasts for this page */ }
    press();
  }

  var wants = window.matchMedia('(prefers-color-scheme: dark)');
  function dark() { return (html.getAttribute('data-theme') || (wants.matches ? 'dark' : 'light')) === 'dark'; }
  function large() { return html.getAttribute('data-size') === 'large'; }
  function press() {
    byId('size').setAttribute('aria-pressed', large());
    byId('dark').setAttribute('aria-pressed', dark());
  }
  byId('size').addEventListener('click', function () { keep('size', large() ? '' : 'large'); });
  byId('dark').addEventListener('click', function () { keep('theme', dark() ? 'light' : 'dark'); });
  if (wants.addEventListener) wants.addEventListener('change', press);
  press();

  /* 更多 opens without this; a click elsewhere or Escape closes it as well. */
  var more = byId('more');
  if (more) {
    doc.addEventListener('click', function (event) { if (!more.contains(event.target)) more.open = false; });
    more.addEventListener('focusout', function (event) { if (event.relatedTarget && !more.contains(event.relatedTarget)) more.open = false; });
    doc.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !more.open) return;
      more.open = false;
      more.firstElementChild.focus();
    });
  }

  /* A table is a stop for Tab only while it scrolls. */
  var boxes = [].slice.call(doc.querySelectorAll('.table'));
  var watch = boxes.length && window.ResizeObserver && new ResizeObserver(function () {
    boxes.forEach(function (box) { box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1; });
  });
  if (watch) boxes.forEach(function (box) { watch.observe(box); watch.observe(box.firstElementChild); });

  /* Links to full pictures open in place where the browser knows <dialog>. */
  var viewer = byId('zoom'), links = [].slice.call(doc.querySelectorAll('a[data-zoom]')), at = 0, touched = 0;
  if (!viewer || !viewer.showModal || !links.length) return;
  function show(number) {
    at = (number + links.length) % links.length;
    var image = links[at].querySelector('img'), caption = links[at].parentNode.querySelector('figcaption');
    byId('zoom-image').src = links[at].href;
    byId('zoom-image').alt = image.alt;
    byId('zoom-caption').textContent = caption ? [].map.call(caption.children, function (part) { return part.textContent; }).join(' · ') : '';
    byId('zoom-count').textContent = links.length > 1 ? '第 ' + (at + 1) + ' 张，共 ' + links.length + ' 张' : '';
  }
  links.forEach(function (link, number) {
    link.addEventListener('click', function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(number);
      viewer.showModal();
    });
  });
  viewer.addEventListener('click', function (event) {
    var action = event.target.getAttribute('data-zoom');
    if (action === 'close' || event.target.className === 'zoom__stage') viewer.close();
    if (action === 'prev') show(at - 1);
    if (action === 'next') show(at + 1);
  });
  viewer.addEventListener('keydown', function (event) {
    if (event.key === 'ArrowLeft') show(at - 1);
    if (event.key === 'ArrowRight') show(at + 1);
  });
  viewer.addEventListener('touchstart', function (event) { touched = event.touches[0].clientX; }, { passive: true });
  viewer.addEventListener('touchend', function (event) {
    var moved = event.changedTouches[0].clientX - touched;
    if (Math.abs(moved) > 50) show(at + (moved < 0 ? 1 : -1));
  }, { passive: true });
  viewer.addEventListener('close', function () { links[at].focus(); });
})();
