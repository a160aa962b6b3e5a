/* The culture window plays: slides in turn, the clock, pause, touch, night, news of a new build.
   `?kiosk=0` is for a desk: no night, no moving picture, a pause lasts, codes are links. */
(function () {
  'use strict';
  const POLL = 30e3, HOLD = 60e3, RESUME = 180e3, AWAKE = 120e3, AGAIN = 36e5, TICK = 500, SWIPE = 80, STIR = 8, LEAST = 480;
  const SHIFTS = [[0, 0], [2, 1], [4, 3], [2, 4], [0, 2], [-2, -1], [-4, -3], [-2, -4]];
  const doc = document, root = doc.documentElement, kiosk = !/[?&]kiosk=0\b/.test(location.search);

  /* `steady` does not jump when somebody sets the clock. `day` is never before the build's own day:
     a dead battery puts a clock years back, and what has ended would come up again. */
  const steady = () => performance.now(), begun = steady();
  const [y, m, d] = (root.dataset.day || '').split('-').map(Number), born = +new Date(y, m - 1, d);
  const clockIsRight = () => Date.now() >= born - 864e5;
  const two = (number) => (number < 10 ? '0' : '') + number;
  function day() {
    const now = new Date(Math.max(Date.now(), born + steady() - begun));
    return now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate());
  }

  const state = { at: 0, spent: 0, last: begun, paused: false, held: 0, awake: 0, asleep: false, seen: '', news: false };
  const gone = new Set(), lost = new Map();
  let all = [], live = [], byId = null;
  const isSmall = () => Math.min(innerWidth, innerHeight) < LEAST;
  if (isSmall()) return doc.addEventListener('DOMContentLoaded', read);
  root.classList.add('js');

  /* ---------- slides ---------- */
  function isLive(slide) {
    const today = day(), told = slide.dataset;
    return !(gone.has(told.id) || (told.first && today < told.first) || (told.last && today > told.last));
  }
  /* A phone reads the slides as a page. */
  function read() {
    all = doc.querySelectorAll('.slide');
    const hide = () => all.forEach((slide) => { slide.hidden = !isLive(slide); });
    link();
    hide();
    setInterval(hide, 60e3);
    /* A lobby's browser may start before the screen does, in a window that is as small. */
    addEventListener('resize', () => { if (!isSmall()) location.reload(); });
  }
  /* A phone cannot scan itself, and at a desk one rather clicks. */
  function link() {
    doc.querySelectorAll('.qr').forEach((code) => {
      const way = doc.createElement('a'), words = code.querySelector('p');
      way.href = code.dataset.page;
      words.firstChild.data = words.firstChild.data.replace('扫码', '点开');
      way.setAttribute('aria-label', words.firstChild.data); // a cover has no room for words
      way.append(...code.childNodes);
      code.append(way);
    });
  }
  /* Takes out what has ended, lets in what begins; whoever is on the screen and ended leaves at once. */
  function refresh() {
    const shown = live[state.at], now = all.filter(isLive);
    if (now.length === live.length && now.every((slide, n) => slide === live[n])) return;
    live = now;
    const bars = byId('progress');
    bars.textContent = '';
    live.forEach(() => bars.appendChild(doc.createElement('li')).appendChild(doc.createElement('i')));
    doc.querySelectorAll('[data-go]').forEach((button) => {
      button.parentNode.hidden = !live.some((slide) => slide.id === button.dataset.go);
    });
    const at = live.indexOf(shown);
    if (at >= 0) state.at = at;
    if (at < 0 && live.length) show(Math.min(state.at, live.length - 1)); else progress();
    if (live.length === 1 && all.length > 1) say('本期内容已过展示期限', true);
  }
  function show(number) {
    const before = live[state.at];
    state.at = (number + live.length) % live.length;
    state.spent = 0;
    const slide = live[state.at], next = live[(state.at + 1) % live.length];
    all.forEach((other) => {
      other.classList.toggle('was', other === before && other !== slide && isLive(other));
      other.classList.toggle('on', other === slide);
      other.classList.toggle('next', other === next);
    });
    regain(next.querySelector('.shot'));
    [slide, next].forEach((one) => one.querySelectorAll('img').forEach((image) => {
      image.loading = 'eager';
      if (image.decode) image.decode().catch(() => {});
    }));
    progress();
  }
  /* A picture that does not come leaves its plate, and is asked for anew before its next turn: a
     server or a stick was away for a while, the screen plays for weeks. */
  function lose(image) {
    const picture = image.closest('picture'), shot = picture.parentNode;
    if (shot) lost.set(shot, picture);
    picture.remove();
  }
  function regain(shot) {
    const picture = lost.get(shot), image = picture && picture.querySelector('img');
    if (!image || !lost.delete(shot)) return;
    shot.appendChild(picture);
    image.src = image.src;
  }
  function progress() {
    [].forEach.call(byId('progress').children, (bar, n) => fill(bar, n < state.at ? 1 : 0));
  }
  function fill(bar, part) { bar.firstChild.style.transform = 'scaleX(' + part + ')'; }
  function length() { return live[state.at] ? live[state.at].dataset.seconds * 1000 : 1; }

  /* Too full a slide is set smaller, step by step: fonts differ from machine to machine. */
  function spills(slide) {
    const box = slide.getBoundingClientRect(), frame = parseFloat(getComputedStyle(slide, '::before').top) || -1;
    const panel = slide.querySelector('.panel'), foot = panel ? parseFloat(getComputedStyle(panel).paddingBottom) - 1 : frame;
    return [].some.call(slide.querySelectorAll('h2, h3, p, li, dd, dt, small, b, span, .qr'), (part) => {
      if (part.closest('.vh, .plate') || !part.getClientRects().length) return false;
      const own = part.getBoundingClientRect();
      return own.left < box.left + frame || own.top < box.top + frame || own.right > box.right - frame || own.bottom > box.bottom - foot;
    });
  }
  function fit() {
    all.forEach((slide) => {
      for (let size = 1; size > 0.45; size -= 0.05) {
        slide.style.setProperty('--fit', size.toFixed(2));
        if (!spills(slide)) break;
      }
    });
  }

  /* ---------- time ---------- */
  function tick() {
    const now = steady(), passed = Math.min(1000, now - state.last);
    state.last = now;
    if (state.asleep) return;
    if (kiosk && now > state.held && (state.paused || byId('contents').open)) rest();
    if (!state.paused && !byId('contents').open) state.spent += passed;
    if (!state.paused && state.spent >= length() && now >= state.held) advance();
    else if (live.length) fill(byId('progress').children[state.at], Math.min(1, state.spent / length()));
  }
  function advance() {
    refresh();
    if (!state.news) return show(state.at + 1);
    state.news = false; // a server that gives no answer is waited for until the next tick only
    look(true);
  }
  /* Nobody has touched the screen for a while: back to the round. */
  function rest() {
    if (byId('contents').open) byId('contents').close();
    if (state.paused) pause(false);
  }
  function minute() {
    const now = new Date(), hour = two(now.getHours()) + ':' + two(now.getMinutes());
    const shift = SHIFTS[kiosk ? Math.floor(steady() / 6e4) % SHIFTS.length : 0];
    root.style.setProperty('--dx', shift[0] + 'px');
    root.style.setProperty('--dy', shift[1] + 'px');
    const clock = byId('clock'), words = [hour, (now.getMonth() + 1) + '月' + now.getDate() + '日 星期' + '日一二三四五六'[now.getDay()]];
    if (!clock.firstChild) ['b', 'span'].forEach((name) => clock.appendChild(doc.createElement(name)));
    words.forEach((text, n) => { clock.children[n].textContent = clockIsRight() ? text : ''; });
    refresh();
    night(hour, now.getMinutes());
  }
  function night(hour, minute) {
    const hours = (root.dataset.night || '').split('-'), from = hours[0], to = hours[1];
    const inside = from && (from < to ? hour >= from && hour < to : hour >= from || hour < to);
    state.asleep = Boolean(kiosk && inside && clockIsRight() && steady() > state.awake);
    const dark = byId('night'), words = dark.firstElementChild;
    dark.hidden = !state.asleep;
    if (!state.asleep) return;
    rest(); // an open list lies above the night
    words.textContent = hour;
    words.style.left = 10 + (minute * 37) % 70 + '%';
    words.style.top = 10 + (minute * 23) % 75 + '%';
  }

  /* ---------- hands ---------- */
  function touched(wait) {
    state.held = steady() + (wait || HOLD);
    root.classList.remove('idle');
    clearTimeout(touched.timer);
    touched.timer = setTimeout(() => root.classList.add('idle'), 4000);
    if (state.asleep) {
      state.awake = steady() + AWAKE;
      minute();
    }
  }
  function go(number) { show(number); touched(state.paused && RESUME); }
  function pause(on) {
    state.paused = on;
    root.classList.toggle('paused', on);
    byId('pause').textContent = on ? '继续' : '暂停';
    say(on ? '已暂停' + (kiosk ? '，3 分钟无人操作会自动继续' : '') : '');
  }
  function toggle() {
    pause(!state.paused);
    touched(state.paused && RESUME);
    if (!state.paused) state.held = 0;
  }
  function say(words, lasting) {
    byId('told').textContent = words;
    clearTimeout(say.timer);
    if (!lasting) say.timer = setTimeout(() => { byId('told').textContent = ''; }, 4000);
  }
  function key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || byId('contents').open) return;
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (step) { event.preventDefault(); go(state.at + step); }
    if (event.key === 'Home') go(0);
    if (event.key === ' ' && event.target.tagName !== 'BUTTON') { event.preventDefault(); toggle(); }
    if (/^f$/i.test(event.key) && root.requestFullscreen) { if (doc.fullscreenElement) doc.exitFullscreen(); else root.requestFullscreen(); }
  }
  function hands() {
    let from = null, at = [-STIR, -STIR];
    const dialog = byId('contents');
    byId('pause').addEventListener('click', toggle);
    byId('back').addEventListener('click', () => go(state.at - 1));
    byId('forth').addEventListener('click', () => go(state.at + 1));
    byId('contents-open').addEventListener('click', () => {
      dialog.showModal();
      dialog.querySelector('[data-go=' + live[state.at].id + ']').focus();
      touched();
    });
    byId('contents-close').addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (event) => {
      const button = event.target.closest('[data-go]');
      if (button) go(live.findIndex((slide) => slide.id === button.dataset.go));
      if (button || event.target === dialog) dialog.close();
    });
    doc.addEventListener('keydown', key);
    const stirred = () => touched(state.paused && RESUME);
    ['pointerdown', 'wheel'].forEach((name) => doc.addEventListener(name, stirred, { passive: true }));
    /* A mouse that lies on glass trembles by a pixel or two: nobody is there. */
    doc.addEventListener('pointermove', (event) => {
      const x = event.clientX, y = event.clientY;
      if (Math.hypot(x - at[0], y - at[1]) < STIR) return;
      at = [x, y];
      stirred();
    }, { passive: true });
    doc.addEventListener('pointerdown', (event) => { from = dialog.open ? null : event.clientX; });
    doc.addEventListener('pointerup', (event) => {
      const moved = from === null ? 0 : event.clientX - from;
      from = null;
      if (Math.abs(moved) > SWIPE) go(state.at + (moved < 0 ? 1 : -1));
    });
    if (kiosk) ['contextmenu', 'dragstart'].forEach((name) => doc.addEventListener(name, (event) => event.preventDefault()));
  }

  /* ---------- news: a script, for fetch does not reach a file ---------- */
  function look(leave) {
    const script = doc.createElement('script'), at = state.at;
    const done = () => { script.remove(); if (leave && state.at === at) show(at + 1); };
    script.src = root.dataset.news + '?' + Date.now();
    script.onerror = done; // the server is away: what is loaded goes on
    script.onload = () => {
      const told = window.showcaseWindow || {};
      window.showcaseWindow = null; // a script cut short in copying tells nothing, not the last news
      if (leave && told.build === state.seen && told.build !== root.dataset.build && renew(told.build)) return;
      heard(told);
      done();
    };
    doc.head.appendChild(script);
  }
  /* A build is believed when two looks agree: one of them may fall into the copying. */
  function heard(told) {
    const other = told.build && told.build !== root.dataset.build;
    state.news = Boolean(other && told.build === state.seen);
    state.seen = told.build;
    if (!state.news) return;
    all.forEach((slide) => { if (told.slides.indexOf(slide.dataset.id) < 0) gone.add(slide.dataset.id); });
    refresh();
  }
  /* Loads the new page; where an old copy came back, the same build not again within the hour. */
  function renew(build) {
    const store = 'showcase-window', now = Date.now();
    try {
      const tried = (sessionStorage.getItem(store) || '').split(' ');
      if (tried[0] === build && Math.abs(now - tried[1]) < AGAIN) return false;
      sessionStorage.setItem(store, build + ' ' + now);
    } catch (error) { /* storage may be closed */ }
    location.reload();
    return true;
  }

  function stayAwake() {
    if (navigator.wakeLock && doc.visibilityState === 'visible') navigator.wakeLock.request('screen').catch(() => {});
  }

  doc.addEventListener('DOMContentLoaded', () => {
    /* A page cut short in copying lacks its end: it is asked for until it is whole. */
    if (!doc.querySelector('#night p')) return setTimeout(() => location.reload(), POLL);
    byId = (id) => doc.getElementById(id);
    all = [].slice.call(doc.querySelectorAll('.slide'));
    all.forEach((slide) => slide.querySelectorAll('img').forEach((image) => {
      image.addEventListener('error', () => lose(image));
    }));
    if (!kiosk) link();
    hands();
    refresh();
    show(0);
    minute();
    fit();
    if (doc.fonts && doc.fonts.ready) doc.fonts.ready.then(fit);
    addEventListener('resize', fit);
    setInterval(tick, TICK);
    setInterval(minute, 5000);
    if (root.dataset.news) setInterval(look, POLL);
    doc.addEventListener('visibilitychange', stayAwake);
    stayAwake();
  });
})();
